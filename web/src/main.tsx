import { render } from 'preact';
import { App } from './app.js';
import { applyTheme } from './ui/theme.js';
import 'uplot/dist/uPlot.min.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/states.css';
import './styles/charts.css';
import './styles/lists.css';
import './styles/screens.css';
import './styles/overview.css';
import './styles/drift.css';

applyTheme();
const page = document.getElementById('page');
if (page !== null) render(<App />, page);
