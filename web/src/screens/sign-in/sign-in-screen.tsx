import { farewell } from '../../api/session.js';
import { useStore } from '../../api/use-store.js';
import mark from '../../styles/mark.svg';
import { SignInForm } from './sign-in-form.js';

/** Signing in: the first thing that is seen, and the last one. */
export function SignInScreen() {
  const why = useStore(farewell);
  return (
    <main class="sign-in">
      <div class="sign-in-box">
        <img src={mark} alt="" width={44} height={44} />
        <h1>Sign in to AegisAI</h1>
        <p class="muted">With a key of your organization.</p>
        {why === '' ? null : (
          <p class="notice" role="status">
            {why}
          </p>
        )}
        <SignInForm />
        <p class="hint">
          A server's first start prints a key. For another one: <code>npm run aegis -- key:create --org ID</code>
        </p>
      </div>
      <p class="hint sign-in-foot">
        The secret stays in this tab's memory and is gone when it closes. <a href="/docs">API docs</a>
      </p>
    </main>
  );
}
