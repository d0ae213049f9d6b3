import { AppError } from '../platform/errors/app-error.js';
import { retryAfterSeconds } from '../platform/errors/retry-after.js';
import { SCOPES } from './scopes.js';

/** 401: no token where one is needed. */
export class Unauthorized extends AppError {
  override readonly code = 'unauthorized';
  override readonly status = 401;
  override readonly headers = { 'WWW-Authenticate': 'Bearer' };
  constructor() {
    super('A bearer token is needed: Authorization: Bearer <access_token>.');
  }
}

/** 401: a token that is forged, expired, incomplete, or whose key was revoked; which of them is nobody's business. */
export class InvalidToken extends AppError {
  override readonly code = 'invalid_token';
  override readonly status = 401;
  override readonly headers = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
  constructor() {
    super('The token is not valid (any more). Get another from POST /auth/token.');
  }
}

/** 401: a good token that is too old for this. */
export class TokenTooOld extends AppError {
  override readonly code = 'token_too_old';
  override readonly status = 401;
  override readonly headers = {
    'WWW-Authenticate': 'Bearer error="invalid_token", error_description="too old for this, get another"',
  };
  /** @param maxAgeSeconds what would be young enough */
  constructor(maxAgeSeconds: number) {
    super(`This needs a token that is at most ${maxAgeSeconds} s old. Get another from POST /auth/token.`);
  }
}

/** 403: a good token that doesn't allow this. */
export class InsufficientScope extends AppError {
  override readonly code = 'insufficient_scope';
  override readonly status = 403;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param scope what would allow it, and the token lacks: one, or several with a space between */
  constructor(scope: string) {
    super(`The token does not carry the scope "${scope}".`);
    this.headers = { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` };
  }
}

/** 400: more than one Authorization header, so that two parties could see two callers. */
export class AmbiguousAuthorization extends AppError {
  override readonly code = 'invalid_request';
  override readonly status = 400;
  override readonly headers = { 'WWW-Authenticate': 'Bearer error="invalid_request"' };
  constructor() {
    super('Send one Authorization header.');
  }
}

/** 401: unknown client, wrong secret or revoked key, without saying which. */
export class BadCredentials extends AppError {
  override readonly code = 'bad_credentials';
  override readonly status = 401;
  override readonly headers = { 'WWW-Authenticate': 'Bearer' };
  constructor() {
    super('Unknown clientId or wrong clientSecret.');
  }
}

/** 400: the call never succeeds. */
export class CredentialsNotShown extends AppError {
  override readonly code = 'credentials_not_shown';
  override readonly status = 400;
  constructor() {
    super("Secrets are hashed and can't be shown. POST /auth/credentials/refresh makes a new one.");
  }
}

/** 409: another refresh of the same key was faster; its secret is the one that counts. */
export class SecretChanged extends AppError {
  override readonly code = 'secret_changed';
  override readonly status = 409;
  constructor() {
    super('The secret was changed at the same moment. Use the one that the other request was given.');
  }
}

/** 429: more secrets are waiting to be hashed than is good for anybody. */
export class TooManyHashes extends AppError {
  override readonly code = 'too_many_requests';
  override readonly status = 429;
  override readonly headers = { 'Retry-After': String(retryAfterSeconds(2, Math.random())) };
  constructor() {
    super('Too many credentials are being checked at once. Try again.');
  }
}

/** 429: so many wrong secrets came for this client, or from this address, that the next try has to wait. */
export class TooManyFailures extends AppError {
  override readonly code = 'too_many_failures';
  override readonly status = 429;
  override readonly headers: Readonly<Record<string, string>>;
  /** @param waitSeconds until another try is let through */
  constructor(waitSeconds: number) {
    super('Too many wrong credentials. Wait and try again.');
    this.headers = { 'Retry-After': String(Math.max(1, Math.ceil(waitSeconds))) };
  }
}

/** 400: scopes that don't exist, or that the key doesn't have. */
export class InvalidScope extends AppError {
  override readonly code = 'invalid_scope';
  override readonly status = 400;
  constructor() {
    super(`A scope is unknown or not this key's. Scopes are: ${SCOPES.join(' ')}.`);
  }
}

/** 400: a request for a token that OAuth doesn't allow (RFC 6749, 5.2). */
export class TokenRequestRefused extends AppError {
  override readonly status = 400;
  /** @param code one of the RFC's */
  constructor(
    override readonly code: 'invalid_request' | 'unsupported_grant_type',
    detail: string,
  ) {
    super(detail);
  }
}

/** 422: what a key can't be made with. */
export class KeyRefused extends AppError {
  override readonly code = 'key_refused';
  override readonly status = 422;
}

/** 422: a name that no organization can have. */
export class OrganizationNameRefused extends AppError {
  override readonly code = 'organization_name_refused';
  override readonly status = 422;
  /** @param maxLength longest name, characters */
  constructor(maxLength: number) {
    super(`An organization's name has 1 to ${maxLength} characters.`);
  }
}
