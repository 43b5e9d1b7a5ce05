import './sign-in-page.css';
import type { Session } from '#libs/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { ApiError } from '../../api/http-client.js';
import { both } from '../../language/bilingual.js';
import { useLanguage } from '../../language/language.js';
import { BrandMark } from '../../parts/brand-mark.js';
import { PageHead } from '../../parts/page-head.js';

const words = {
  title: both('登录', 'Sign in'),
  question: both('您是哪位?', 'Who are you?'),
  account: both('账号', 'Account'),
  password: both('密码', 'Password'),
  signIn: both('登录', 'Sign in'),
  wrong: both('账号或密码不对。', 'Account or password is not right.'),
  demo: both('演示:选一个身份进入', 'Demo: enter as'),
  other: both('English', '中文'),
};

interface Credentials {
  readonly account: string;
  readonly password: string;
}

export function SignInPage() {
  const { say, language, setLanguage } = useLanguage();
  const { http, queries } = useApi();
  const client = useQueryClient();
  const personas = useQuery(queries.personas());
  const signIn = useMutation({
    mutationFn: (credentials: Credentials) => http.send<Session>('POST', '/v1/session', credentials),
    onSuccess: (session) => client.setQueryData(queries.session().queryKey, session),
  });
  const error = signIn.error;
  const refusal = error instanceof ApiError && error.status === 401 ? say(words.wrong) : error?.message;
  return (
    <main className="sign-in">
      <p className="brand">
        <BrandMark />
        <span>
          映雪
          <small>Snowlight</small>
        </span>
        <button
          type="button"
          className="button plain"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => {
            setLanguage(language === 'zh' ? 'en' : 'zh');
          }}
        >
          {say(words.other)}
        </button>
      </p>
      <PageHead title={say(words.title)} question={say(words.question)} />
      <form
        className="panel sign-in-form"
        onSubmit={(event) => {
          event.preventDefault();
          const fields = new FormData(event.currentTarget);
          const typed = (name: string) => {
            const value = fields.get(name);
            return typeof value === 'string' ? value : '';
          };
          signIn.mutate({ account: typed('account'), password: typed('password') });
        }}
      >
        <label>
          {say(words.account)}
          <input className="field" name="account" autoComplete="username" required autoFocus />
        </label>
        <label>
          {say(words.password)}
          <input className="field" name="password" type="password" autoComplete="current-password" required />
        </label>
        <p role="alert" className="sign-in-refusal">
          {refusal}
        </p>
        <button type="submit" className="button primary" disabled={signIn.isPending}>
          {say(words.signIn)}
        </button>
      </form>
      {personas.data !== undefined && personas.data.personas.length > 0 && (
        <section className="personas" aria-labelledby="personas">
          <h2 id="personas">{say(words.demo)}</h2>
          <ul>
            {personas.data.personas.map(({ account, password, title, who }) => (
              <li key={account}>
                <button
                  type="button"
                  className="persona"
                  disabled={signIn.isPending}
                  onClick={() => {
                    signIn.mutate({ account, password });
                  }}
                >
                  <strong>{say(title)}</strong>
                  <span className="quiet small">{say(who)}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
