import { useState } from 'preact/hooks';
import { signIn } from '../../api/client.js';
import { ApiFault, sentenceOf } from '../../api/fault.js';
import { KeyFields } from './key-fields.js';

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
      await signIn(textOf(form, 'client_id'), textOf(form, 'client_secret'));
    } catch (error) {
      setFault(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form class="sign-in-form" onSubmit={(event) => void submit(event)}>
      <KeyFields />
      <p class="form-fault" role="alert">
        {fault}
      </p>
      <button type="submit" class="button primary" disabled={isBusy}>
        {isBusy ? 'Signing in …' : 'Sign in'}
      </button>
    </form>
  );
}

function wordsOf(error: unknown): string {
  const isRefused = error instanceof ApiFault && error.status === UNAUTHORIZED;
  return isRefused ? 'Unknown key or wrong secret.' : sentenceOf(error);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
