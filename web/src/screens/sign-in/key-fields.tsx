/** A client id and its secret; browsers know them as a name and a password. */
export function KeyFields() {
  return (
    <>
      <label class="field">
        Client id
        <input
          class="input mono"
          name="client_id"
          autoComplete="username"
          autoCapitalize="none"
          spellcheck={false}
          required
        />
      </label>
      <label class="field">
        Client secret
        <input class="input mono" name="client_secret" type="password" autoComplete="current-password" required />
      </label>
    </>
  );
}
