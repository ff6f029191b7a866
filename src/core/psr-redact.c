/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-redact"

#include "config.h"

#include <string.h>

#include "psr-json-writer.h"
#include "psr-redact.h"

/* Shorter ones would mask half of every line. */
#define MIN_SECRET 4

/* A token is replaced every hour or so, and stands in up to four ways: those of a day
 * are kept. */
#define MAX_PASSING 128

/* Members, form fields and parameters whose values are never shown; and what
 * the names of others end with. */
static const char *const secret_names[] = {
  "client_assertion",
  "device_code",
  "code_verifier",
  "e_login",
};

static const char *const secret_endings[] = {
  "password",
  "passwd",
  "secret",
  "token",
};

/* Headers whose values are never shown. */
static const char *const secret_headers[] = {
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
};

/* A text to mask, and when it was last registered. */
typedef struct
{
  char     *text;
  gsize     length;
  gboolean  passing;
  guint64   turn;
} Registered;

static GMutex registry_mutex;
static GPtrArray *registry;
static GHashTable *registered;
static guint n_passing;
static guint64 turns;

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static gboolean
is_token (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-._~+/=", c) != NULL);
}

/* The length of the longest registered secret at @p, or 0. */
static gsize
match_registered (const char *p)
{
  gsize longest = 0;

  for (guint i = 0; registry != NULL && i < registry->len; i++)
    {
      const Registered *one = g_ptr_array_index (registry, i);

      if (one->length > longest && strncmp (p, one->text, one->length) == 0)
        longest = one->length;
    }

  return longest;
}

static gboolean
is_one_of (const char        *word,
           gsize              length,
           const char *const *names,
           gsize              n_names)
{
  for (gsize i = 0; i < n_names; i++)
    {
      if (strlen (names[i]) == length && g_ascii_strncasecmp (word, names[i], length) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether the word at @p names a secret. */
static gboolean
is_secret_name (const char *p,
                gsize       length)
{
  /* The place in a paged list: not a secret, and needed to find faults. */
  if (length == 9 && g_ascii_strncasecmp (p, "skiptoken", length) == 0)
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (secret_endings); i++)
    {
      gsize ending = strlen (secret_endings[i]);

      if (length >= ending && g_ascii_strncasecmp (p + length - ending, secret_endings[i], ending) == 0)
        return TRUE;
    }

  return is_one_of (p, length, secret_names, G_N_ELEMENTS (secret_names));
}

/* The length of a quotation mark with the backslashes before it, when the JSON
 * was itself quoted; 0 when there is none. */
static gsize
match_quote (const char *p)
{
  gsize length = strspn (p, "\\");

  return p[length] == '"' || (length == 0 && p[0] == '\'') ? length + 1 : 0;
}

/* The value behind a name: `"name": "value"`, `name=value` or `name: value`.
 * Sets @start and @end to its offsets from @p. */
static gboolean
match_value (const char *p,
             gsize      *start,
             gsize      *end)
{
  gsize at = match_quote (p);
  gsize quote;

  at += strspn (p + at, " \t");
  if (p[at] != ':' && p[at] != '=')
    return FALSE;
  at++;
  at += strspn (p + at, " \t");

  quote = match_quote (p + at);
  at += quote;
  *start = at;

  if (quote > 0)
    {
      char mark = p[at - 1];

      /* Of a mark with n backslashes, which stand for one escaped less deeply,
       * a run of n closes the value, and of n + 2 (n + 1), …; others are in it. */
      while (p[at] != '\0')
        {
          gsize slashes = strspn (p + at, "\\");

          at += slashes;
          if (p[at] == mark && slashes % (2 * quote) == quote - 1)
            {
              at -= quote - 1;
              break;
            }
          if (p[at] != '\0')
            at++;
        }
    }
  else
    {
      at += strcspn (p + at, "&,; \t\r\n\"'<>(){}[]\\");
    }

  *end = at;
  return at > *start;
}

/* "Bearer …" and "Basic …": the offset of the token in @start, or %FALSE. Words
 * that follow these in plain language are left alone. */
static gboolean
match_scheme (const char *p,
              gsize      *start,
              gsize      *end)
{
  static const char *const plain[] = { "token", "tokens", "error", "sign-in", "authentication", "auth" };
  gsize length = 0;
  gsize word;
  gsize at;

  if (g_ascii_strncasecmp (p, "bearer", 6) == 0)
    at = 6;
  else if (g_ascii_strncasecmp (p, "basic", 5) == 0)
    at = 5;
  else
    return FALSE;

  if (p[at] != ' ' && strncmp (p + at, "%20", 3) != 0)
    return FALSE;
  at += p[at] == ' ' ? strspn (p + at, " ") : 3;

  while (is_token (p[at + length]))
    length++;
  for (word = length; word > 0 && p[at + word - 1] == '.'; word--)
    ;
  if (is_one_of (p + at, word, plain, G_N_ELEMENTS (plain)))
    return FALSE;

  *start = at;
  *end = at + length;
  return length > 0;
}

/* The length of a JSON web token at @p, or 0. */
static gsize
match_jwt (const char *p)
{
  gsize length = 0;
  guint dots = 0;

  if (strncmp (p, "eyJ", 3) != 0)
    return 0;

  for (; is_word (p[length]) || p[length] == '.'; length++)
    dots += p[length] == '.';

  return dots >= 1 && length >= 20 ? length : 0;
}

/* The part between "://" and "@", where it has a password. */
static gboolean
match_user_info (const char *p,
                 gsize      *start,
                 gsize      *end)
{
  gsize user;
  gsize at;

  if (strncmp (p, "://", 3) != 0)
    return FALSE;

  user = strcspn (p + 3, ":@/?# \t\r\n\"'<>");
  if (p[3 + user] != ':')
    return FALSE;

  at = 3 + user + 1;
  *start = at;
  at += strcspn (p + at, "@/?# \t\r\n\"'<>");
  *end = at;

  return p[at] == '@' && at > *start;
}

/* What is to be masked at @p: from @start to @end. */
static gboolean
match (const char *p,
       gboolean    at_word,
       gsize      *start,
       gsize      *end)
{
  gboolean is_header;
  gsize length;

  *start = 0;
  *end = match_registered (p);
  if (*end > 0)
    return TRUE;

  if (*p == ':')
    return match_user_info (p, start, end);

  if (!at_word || !g_ascii_isalpha (*p))
    return FALSE;

  *end = match_jwt (p);
  if (*end > 0)
    return TRUE;

  for (length = 0; is_word (p[length]); length++)
    ;

  is_header = is_one_of (p, length, secret_headers, G_N_ELEMENTS (secret_headers));

  if (is_header && p[length] == ':')
    {
      gsize value = length + 1 + strspn (p + length + 1, " \t");

      if (match_quote (p + value) == 0)
        {
          *start = value;
          *end = value + strcspn (p + value, "\r\n");
          return *end > *start;
        }
    }

  if ((is_header || is_secret_name (p, length)) && match_value (p + length, start, end))
    {
      *start += length;
      *end += length;
      return TRUE;
    }

  *start = 0;
  return match_scheme (p, start, end);
}

/**
 * psr_redact:
 * @text: (nullable): a text that may hold secrets
 *
 * Masks, in one pass, the values of Authorization and Cookie headers, Bearer
 * and Basic tokens, JSON web tokens, members and form fields such as
 * access_token, client_secret, password, e_login and e_password, passwords in
 * URLs, and every secret that was registered.
 *
 * Returns: (transfer full): a text that may be logged
 */
char *
psr_redact (const char *text)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (GString) result = NULL;
  gboolean at_word = TRUE;
  const char *p = text;

  if (text == NULL)
    return g_strdup ("");

  locker = g_mutex_locker_new (&registry_mutex);
  result = g_string_sized_new (strlen (text));

  while (*p != '\0')
    {
      gsize start;
      gsize end;

      if (match (p, at_word, &start, &end))
        {
          g_string_append_len (result, p, (gssize) start);
          g_string_append (result, PSR_REDACT_MASK);
          p += end;
          at_word = TRUE;
        }
      else
        {
          at_word = !is_word (*p);
          g_string_append_c (result, *p++);
        }
    }

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* How @secret stands between the quotation marks of a JSON text. */
static char *
json_escape (const char *secret)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr (GBytes) body = NULL;
  const char *text;
  gsize length;

  psr_json_writer_string (writer, secret);
  body = psr_json_writer_finish (writer);
  text = g_bytes_get_data (body, &length);

  return g_strndup (text + 1, length - 2);
}

static void
free_registered (gpointer data)
{
  Registered *one = data;

  explicit_bzero (one->text, one->length);
  g_free (one->text);
  g_free (one);
}

static void
forget_oldest (void)
{
  guint oldest = G_MAXUINT;

  for (guint i = 0; i < registry->len; i++)
    {
      const Registered *one = g_ptr_array_index (registry, i);

      if (one->passing &&
          (oldest == G_MAXUINT || one->turn < ((Registered *) g_ptr_array_index (registry, oldest))->turn))
        oldest = i;
    }

  g_assert (oldest != G_MAXUINT);

  g_hash_table_remove (registered, ((Registered *) g_ptr_array_index (registry, oldest))->text);
  g_ptr_array_remove_index_fast (registry, oldest);
  n_passing--;
}

/* What is known stays as it is, but for what is known to pass by now. */
static void
add_secret (const char *secret,
            gboolean    passing)
{
  Registered *one;

  if (strlen (secret) < MIN_SECRET)
    return;

  one = g_hash_table_lookup (registered, secret);

  if (one == NULL)
    {
      one = g_new0 (Registered, 1);
      one->text = g_strdup (secret);
      one->length = strlen (secret);
      g_ptr_array_add (registry, one);
      g_hash_table_insert (registered, one->text, one);
    }

  one->turn = ++turns;
  n_passing += passing && !one->passing;
  one->passing |= passing;

  while (n_passing > MAX_PASSING)
    forget_oldest ();
}

static void
add_all (const char *secret,
         gboolean    passing)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *base64 = NULL;

  if (secret == NULL || strlen (secret) < MIN_SECRET)
    return;

  escaped = g_uri_escape_string (secret, NULL, FALSE);
  quoted = json_escape (secret);
  base64 = g_base64_encode ((const guchar *) secret, strlen (secret));

  locker = g_mutex_locker_new (&registry_mutex);
  if (registry == NULL)
    {
      registry = g_ptr_array_new_with_free_func (free_registered);
      registered = g_hash_table_new (g_str_hash, g_str_equal);
    }

  add_secret (secret, passing);
  add_secret (escaped, passing);
  add_secret (quoted, passing);
  add_secret (base64, passing);
}

/**
 * psr_redact_register:
 * @secret: (nullable): a password or a client secret that was read
 *
 * Masks @secret, and how it looks in a form, in JSON and in Base64, in every
 * text from now on. It is kept for nothing else, and once, however often it is
 * registered. Fewer than four characters cannot be told from ordinary text and are
 * ignored. Any thread may call this.
 */
void
psr_redact_register (const char *secret)
{
  add_all (secret, FALSE);
}

/**
 * psr_redact_register_passing:
 * @secret: (nullable): a token, which another one will take the place of
 *
 * As psr_redact_register(), but only the newest ones are kept: a program that runs
 * for months sees thousands of them. One that is registered again is new again.
 */
void
psr_redact_register_passing (const char *secret)
{
  add_all (secret, TRUE);
}

/**
 * psr_redact_get_size:
 *
 * Returns: how many texts are masked because they were registered
 */
guint
psr_redact_get_size (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&registry_mutex);

  return registry != NULL ? registry->len : 0;
}
