import { Card } from '../../ui/card.js';
import { Command } from '../../ui/command.js';

const COMMANDS = [
  {
    what: 'Make a key that may only send events',
    command: 'npm run --silent aegis -- key:create --org ID --scopes ingest',
  },
  { what: 'List the keys of an organization', command: 'npm run --silent aegis -- key:list --org ID' },
  { what: 'Revoke a key', command: 'npm run --silent aegis -- key:revoke --client-id ID' },
] as const;

/** What is done with keys on the server's command line, out of reach of whoever steals a token. */
export function CommandsCard() {
  return (
    <Card
      title="Other keys"
      hint="Keys are made and revoked on the command line of the server, where no stolen token reaches."
    >
      <ul class="commands">
        {COMMANDS.map(({ what, command }) => (
          <li key={command}>
            <p>{what}</p>
            <Command label={what} text={command} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
