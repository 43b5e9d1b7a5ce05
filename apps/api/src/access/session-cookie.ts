import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NewSession } from '#libs/postgres';
import type { ApiDependencies } from '../api-dependencies.js';

/** Whether people reach us by https, as the operator has said. */
export const isSecure = ({ publicUrl }: ApiDependencies['config']): boolean =>
  publicUrl?.startsWith('https:') === true;

/** `__Host-` binds the cookie to this very host; browsers take it over https alone. */
const nameOf = (secure: boolean): string => (secure ? '__Host-snowlight' : 'snowlight');

/** The cookie that carries a session's token: for the server alone, and not sent along by other sites' forms. */
export class SessionCookie {
  private readonly name: string;

  constructor(private readonly secure: boolean) {
    this.name = nameOf(secure);
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  write(reply: FastifyReply, session: NewSession): void {
    void reply.setCookie(this.name, session.token, { ...this.options(), expires: session.expiresAt });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.options());
  }

  private options() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure } as const;
  }
}
