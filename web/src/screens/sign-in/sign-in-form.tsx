import { useState } from 'preact/hooks';
import { signIn } from '../../api/client.js';
import { ApiFault, sentenceOf } from '../../api/fault.js';

const UNAUTHORIZED = 401;

/** Asks for a key and tries it. */
export function SignInForm() {
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setBusy(true);
    setFault('');
    try {
      await signIn(String(form.get('client_id')).trim(), String(form.get('client_secret')).trim());
    } catch (error) {
      setFault(error instanceof ApiFault && error.status === UNAUTHORIZED ? 'Unknown key or wrong secret.' : sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <form class="sign-in-form" onSubmit={(event) => void submit(event)}>
      <label class="field">
        Client id
        <input class="input mono" name="client_id" autoComplete="username" autoCapitalize="none" spellcheck={false} required />
      </label>
      <label class="field">
        Client secret
        <input class="input mono" name="client_secret" type="password" autoComplete="current-password" required />
      </label>
      <p class="form-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="button primary" disabled={isBusy}>
        {isBusy ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}
