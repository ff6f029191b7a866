/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "psr-log.h"
#include "psr-redact.h"

#define JWT "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJiYyJ9.c2lnbmF0dXJl-_x"
#define M PSR_REDACT_MASK

static void
test_patterns (void)
{
  static const struct
  {
    const char *text;
    const char *redacted;
  } cases[] = {
    { "", "" },
    { "GET /v2.0/companies 200", "GET /v2.0/companies 200" },
    { "Authorization: Bearer canary\nAccept: text/html", "Authorization: " M "\nAccept: text/html" },
    { "authorization:Basic dXNlcjpjYW5hcnk=", "authorization:" M },
    { "> Authorization: Weird canary canary", "> Authorization: " M },
    { "{\"Authorization\": \"Bearer canary\"}", "{\"Authorization\": \"" M "\"}" },
    { "Set-Cookie: a=canary; HttpOnly", "Set-Cookie: " M },
    { "header bearer canary-1.x_y~z+/=, ok", "header bearer " M ", ok" },
    { "Basic Y2FuYXJ5", "Basic " M },
    { "use Basic sign-in.", "use Basic sign-in." },
    { "Basic authentication, Bearer token", "Basic authentication, Bearer token" },
    { "got " JWT " there", "got " M " there" },
    { "{\"access_token\":\"canary\",\"expires_in\":3599}", "{\"access_token\":\"" M "\",\"expires_in\":3599}" },
    { "{\"refresh_token\" : \"ca\\\"na\\\\ry\", \"a\":1}", "{\"refresh_token\" : \"" M "\", \"a\":1}" },
    { "{\"password\":\"canary\\\\\",\"a\":1}", "{\"password\":\"" M "\",\"a\":1}" },
    { "\"{\\\"client_secret\\\":\\\"can\\\\\\\"ary\\\",\\\"a\\\":1}\"", "\"{\\\"client_secret\\\":\\\"" M "\\\",\\\"a\\\":1}\"" },
    { "{\"e_login\":\"canary\",\"e_password\":\"canary\",\"name\":\"x\"}",
      "{\"e_login\":\"" M "\",\"e_password\":\"" M "\",\"name\":\"x\"}" },
    { "{\"E_Password\":'canary'}", "{\"E_Password\":'" M "'}" },
    { "{\"password\":\"canary", "{\"password\":\"" M },
    { "{\"password\":12345678}", "{\"password\":" M "}" },
    { "{\"password\":\"\"}", "{\"password\":\"\"}" },
    { "grant_type=client_credentials&client_id=x&client_secret=can%20ary&scope=y",
      "grant_type=client_credentials&client_id=x&client_secret=" M "&scope=y" },
    { "password: canary", "password: " M },
    { "bc-client-secret=canary", "bc-client-secret=" M },
    { "accessToken=canary", "accessToken=" M },
    { "?$skiptoken=c4bf96d5&aid=FIN", "?$skiptoken=c4bf96d5&aid=FIN" },
    { "the password is wrong", "the password is wrong" },
    { "passwords: two", "passwords: two" },
    { "https://user:canary@host/path", "https://user:" M "@host/path" },
    { "https://host:8080/a@b", "https://host:8080/a@b" },
    { "12:30:45 ok", "12:30:45 ok" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *redacted = psr_redact (cases[i].text);

      g_assert_cmpstr (redacted, ==, cases[i].redacted);
      g_assert_null (strstr (redacted, "canary"));
    }
}

static void
test_null (void)
{
  g_autofree char *redacted = psr_redact (NULL);

  g_assert_cmpstr (redacted, ==, "");
}

static void
test_registered (void)
{
  static const char *const texts[] = {
    "p@ss\"w\303\266rd", "a p@ss\"w\303\266rd b", "x=p%40ss%22w%C3%B6rd", "{\"x\":\"p@ss\\\"w\303\266rd\"}",
    "cEBzcyJ3w7ZyZA==",
  };

  psr_redact_register ("p@ss\"w\303\266rd");
  psr_redact_register ("p@ss\"w\303\266rd");
  psr_redact_register ("p@ss");
  psr_redact_register ("abc");
  psr_redact_register (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *redacted = psr_redact (texts[i]);

      g_assert_nonnull (strstr (redacted, M));
      g_assert_null (strstr (redacted, "ss"));
      /* The longest one, so that no tail of it stays. */
      g_assert_null (strstr (redacted, "rd"));
    }

  {
    g_autofree char *plain = psr_redact ("abc");

    g_assert_cmpstr (plain, ==, "abc");
  }
}

/* A program that runs for months reads the same passwords and sees thousands of
 * tokens: neither makes the list longer and longer. */
static void
test_bounded (void)
{
  g_autofree char *first = g_strdup ("passing-token-0");
  g_autofree char *kept = NULL;
  g_autofree char *redacted = NULL;
  guint size;

  psr_redact_register ("kept-password");
  size = psr_redact_get_size ();

  for (guint i = 0; i < 1000; i++)
    psr_redact_register ("kept-password");

  g_assert_cmpuint (psr_redact_get_size (), ==, size);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *token = g_strdup_printf ("passing-token-%u", i);
      g_autofree char *newest = NULL;
      g_autofree char *again = NULL;

      psr_redact_register_passing (token);
      newest = psr_redact (token);
      g_assert_cmpstr (newest, ==, M);

      /* One that is still in use is registered again with every use. */
      psr_redact_register_passing (first);
      again = psr_redact (first);
      g_assert_cmpstr (again, ==, M);
    }

  g_assert_cmpuint (psr_redact_get_size (), <=, size + 128);
  kept = psr_redact ("kept-password");
  g_assert_cmpstr (kept, ==, M);

  /* A token that was read like a password passes all the same, once that is known. */
  size = psr_redact_get_size ();
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *token = g_strdup_printf ("stored-token-%u", i);

      psr_redact_register (token);
      psr_redact_register_passing (token);
      psr_redact_register (token);
    }
  g_assert_cmpuint (psr_redact_get_size (), ==, size);
  redacted = psr_redact ("stored-token-299");
  g_assert_cmpstr (redacted, ==, M);
}

static gpointer
register_thread (gpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *secret = g_strdup_printf ("secret-%p-%u", data, i);
      g_autofree char *redacted = NULL;

      psr_redact_register (secret);
      redacted = psr_redact (secret);
      g_assert_cmpstr (redacted, ==, M);
    }

  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("redact", register_thread, GUINT_TO_POINTER (i));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_log_format (void)
{
  const char domain[] = { 'p', 's', 'r', '-', 'n', 'e', 't', 'X' };
  GLogField fields[] = {
    { "PRIORITY", "4", -1 },
    { "GLIB_DOMAIN", domain, 7 },
    { "MESSAGE", "first\nsecond\r\033[31m \xff password=canary", -1 },
  };
  g_autofree char *line = psr_log_format (G_LOG_LEVEL_WARNING, fields, G_N_ELEMENTS (fields),
                                          G_GINT64_CONSTANT (1787562753273000));
  g_autofree char *bare = psr_log_format (G_LOG_LEVEL_DEBUG, NULL, 0, 0);

  g_assert_cmpstr (line, ==,
                   "2026-08-24T09:12:33.273Z WARNING psr-net: "
                   "first\\nsecond\\r\\u001b[31m \xef\xbf\xbd password=" M "\n");
  g_assert_cmpstr (bare, ==, "1970-01-01T00:00:00.000Z DEBUG -: -\n");
}

static void
log_something (PsrLogLevel level)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  psr_log_install (level);
  g_log_structured ("psr-a", G_LOG_LEVEL_WARNING, "MESSAGE", "one password=%s", "canary");
  g_log_structured ("psr-a", G_LOG_LEVEL_MESSAGE, "MESSAGE", "two");
  g_log_structured ("psr-a", G_LOG_LEVEL_INFO, "MESSAGE", "three");
  g_log_structured ("psr-a", G_LOG_LEVEL_DEBUG, "MESSAGE", "four");
}

static void
test_log_levels (void)
{
  if (g_test_subprocess ())
    {
      g_unsetenv ("G_MESSAGES_DEBUG");
      log_something (PSR_LOG_INFO);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*Z WARNING psr-a: one password=?redacted?\n*");
  g_test_trap_assert_stderr_unmatched ("*canary*");
  g_test_trap_assert_stderr ("*Z MESSAGE psr-a: two\n*");
  g_test_trap_assert_stderr ("*Z INFO psr-a: three\n*");
  g_test_trap_assert_stderr_unmatched ("*four*");
}

static void
test_log_domains (void)
{
  g_auto (GStrv) envp = NULL;

  if (g_test_subprocess ())
    {
      log_something (PSR_LOG_QUIET);
      return;
    }

  envp = g_environ_setenv (g_get_environ (), "G_MESSAGES_DEBUG", "psr-a", TRUE);
  g_test_trap_subprocess_with_envp (NULL, (const char *const *) envp, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*two*");
  g_test_trap_assert_stderr ("*three\n*four\n*");
}

/* A fatal warning is fatal with this writer, too. */
static void
test_log_fatal (void)
{
  if (g_test_subprocess ())
    {
      g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_WARNING);
      psr_log_install (PSR_LOG_NORMAL);
      g_log_structured ("psr-a", G_LOG_LEVEL_WARNING, "MESSAGE", "one");
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*one\n*");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/redact/patterns", test_patterns);
  g_test_add_func ("/core/redact/null", test_null);
  g_test_add_func ("/core/redact/registered", test_registered);
  g_test_add_func ("/core/redact/bounded", test_bounded);
  g_test_add_func ("/core/redact/threads", test_threads);
  g_test_add_func ("/core/log/format", test_log_format);
  g_test_add_func ("/core/log/levels", test_log_levels);
  g_test_add_func ("/core/log/domains", test_log_domains);
  g_test_add_func ("/core/log/fatal", test_log_fatal);

  return g_test_run ();
}
