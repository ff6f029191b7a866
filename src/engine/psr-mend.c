/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-mend"

#include "config.h"

#include <string.h>

#include "psr-mend.h"

#define PROGRAM "passerellectl "

static const char * const action_names[] = {
  [PSR_MEND_NONE] = "",
  [PSR_MEND_READ_AGAIN] = "read-again",
  [PSR_MEND_SYNC] = "sync",
  [PSR_MEND_SET_UP] = "set-up",
  [PSR_MEND_ACCEPT] = "accept",
  [PSR_MEND_BILL_AS] = "bill-as",
  [PSR_MEND_BILL] = "bill",
  [PSR_MEND_SIGN_IN] = "sign-in",
  [PSR_MEND_STORE_SECRET] = "store-secret",
  [PSR_MEND_CHECK] = "check",
  [PSR_MEND_CONFIRM] = "confirm",
  [PSR_MEND_PROPOSAL] = "proposal",
};

/* What the commands that texts name do. The first that begins so counts; where the
 * argument isn't here it is the next word. */
static const struct
{
  const char    *command;
  PsrMendAction  action;
  const char    *argument;
} commands[] = {
  { "secret set ", PSR_MEND_STORE_SECRET, NULL },
  { "connect", PSR_MEND_SIGN_IN, "" },
  { "check --confirm \"", PSR_MEND_CONFIRM, NULL },
  { "check", PSR_MEND_CHECK, "" },
  { "bill NUMBER --as ", PSR_MEND_BILL_AS, NULL },
  { "bill NUMBER --accept ", PSR_MEND_ACCEPT, NULL },
  { "bill NUMBER", PSR_MEND_BILL, "" },
  { "sync", PSR_MEND_SYNC, "" },
};

/* What a program can do where a check doesn't pass; all others are looked at again. */
static const struct
{
  const char    *check;
  PsrMendAction  action;
  const char    *argument;
} checks[] = {
  { "customer-not-coupled", PSR_MEND_SYNC, "customers" },
  { "customer-gone", PSR_MEND_SYNC, "customers" },
  { "bill-to-not-coupled", PSR_MEND_SYNC, "customers" },
  { "bill-to-gone", PSR_MEND_SYNC, "customers" },
  { "item-not-coupled", PSR_MEND_SYNC, "items" },
  { "item-gone", PSR_MEND_SYNC, "items" },
  { "labour-not-mapped", PSR_MEND_SET_UP, "labour" },
  { "rule-item-gone", PSR_MEND_SET_UP, "labour" },
  { "rule-account-gone", PSR_MEND_SET_UP, "labour" },
  { "hand-typed-part", PSR_MEND_SET_UP, "parts" },
  { "vat-not-mapped", PSR_MEND_SET_UP, "vat" },
  { "number-too-long", PSR_MEND_SET_UP, "documents" },
  { "customer-no-orders", PSR_MEND_BILL_AS, "invoice" },
};

/* What ends a quotation, in any of the languages. */
static const char *
find_quote_end (const char *text)
{
  static const char * const quotes[] = { "”", "“", "»" };

  for (; *text != '\0'; text++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
        {
          if (g_str_has_prefix (text, quotes[i]))
            return text + strlen (quotes[i]);
        }
    }

  return NULL;
}

/* A word ends where no name of ours goes on. */
static char *
dup_word (const char *text)
{
  return g_strndup (text, strspn (text, "abcdefghijklmnopqrstuvwxyz-,"));
}

/* What a person called something goes on up to the quotation mark that ends all of it. */
static char *
dup_name (const char *text)
{
  const char *end = find_quote_end (text);
  const char *quote = end != NULL ? g_strrstr_len (text, end - text, "\"") : NULL;

  return g_strndup (text, quote != NULL ? (gsize) (quote - text) : strlen (text));
}

/* The argument is called otherwise in other languages. */
static char *
dup_command (const char *text)
{
  gsize length;

  if (!g_str_has_prefix (text, "bill ") || text[5] == '-')
    return g_strdup (text);

  length = strcspn (text + 5, " .");

  return g_strconcat ("bill NUMBER", text + 5 + length, NULL);
}

static void
take_command (PsrMend    *self,
              const char *text)
{
  g_autofree char *command = dup_command (text);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_has_prefix (command, commands[i].command))
        continue;

      g_free (self->argument);
      self->action = commands[i].action;
      if (commands[i].argument != NULL)
        self->argument = g_strdup (commands[i].argument);
      else if (self->action == PSR_MEND_CONFIRM)
        self->argument = dup_name (command + strlen (commands[i].command));
      else
        self->argument = dup_word (command + strlen (commands[i].command));
      return;
    }
}

/* The end of the sentence that begins here; a stop within a word or in brackets doesn't
 * end it: a company may be called so. */
static const char *
find_end (const char *text)
{
  guint depth = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == '(')
        depth++;
      else if (*text == ')' && depth > 0)
        depth--;
      else if (depth == 0 && (*text == '.' || *text == ';') && (text[1] == ' ' || text[1] == '\0'))
        return text + 1;
    }

  return text;
}

/* Spaces that don't break belong to what is cut, too: French has them before a colon. */
static gsize
trim (const char *text,
      gsize       length)
{
  static const char * const spaces[] = { " ", "\u00a0", "\u202f" };

  for (gsize i = 0; i < G_N_ELEMENTS (spaces); i++)
    {
      gsize size = strlen (spaces[i]);

      if (length >= size && strncmp (text + length - size, spaces[i], size) == 0)
        return trim (text, length - size);
    }

  return length;
}

static gboolean
is_quoted (const char *sentence,
           const char *command)
{
  static const char * const quotes[] = { "“", "„", "«" };
  gsize length = trim (sentence, command - sentence);

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      if (length >= strlen (quotes[i]) && g_str_has_prefix (sentence + length - strlen (quotes[i]), quotes[i]))
        return TRUE;
    }

  return FALSE;
}

/* What is said beside the command that is named: what stands before it where the command
 * is in brackets or behind a colon, and what follows. NULL where the sentence is about nothing
 * but the command. */
static char *
dup_beside (const char *sentence,
            const char *command)
{
  const char *open = g_strrstr_len (sentence, command - sentence, "(");
  const char *colon = g_strrstr_len (sentence, command - sentence, ":");
  const char *close = is_quoted (sentence, command) ? find_quote_end (command) : NULL;
  const char *rest = NULL;
  g_autofree char *before = NULL;

  if (open != NULL && g_strstr_len (open, command - open, ")") == NULL)
    {
      rest = strchr (close != NULL ? close : command, ')');
      if (rest != NULL)
        rest++;
    }
  else if (colon != NULL && close != NULL)
    {
      /* The clause may go on behind the command, or be all about it. */
      open = colon;
      rest = *close == ',' || *close == ';' ? close : sentence + trim (sentence, strlen (sentence) - 1);
    }
  if (rest == NULL)
    return NULL;

  before = g_strndup (sentence, trim (sentence, open - sentence));

  return g_strconcat (before, rest, NULL);
}

/**
 * psr_mend_new:
 * @text: how to mend something, as the errors and reasons of all layers say it; they
 *   name commands of passerellectl, the same in all languages
 *
 * Says the same for a window: commands in brackets or behind a colon are left out, else the
 * sentence that names one, and what the first one does is the action.
 *
 * Returns: (transfer full): how to mend it
 */
PsrMend *
psr_mend_new (const char *text)
{
  PsrMend *self = g_new0 (PsrMend, 1);
  g_autoptr(GString) left = g_string_new (NULL);
  const char *end;

  self->argument = g_strdup ("");
  for (; text != NULL && *text != '\0'; text = end)
    {
      g_autofree char *sentence = NULL;
      const char *command;

      while (*text == ' ')
        text++;
      end = find_end (text);
      sentence = g_strndup (text, end - text);
      while (sentence != NULL && (command = strstr (sentence, PROGRAM)) != NULL)
        {
          g_autofree char *beside = dup_beside (sentence, command);

          if (self->action == PSR_MEND_NONE)
            take_command (self, command + strlen (PROGRAM));
          g_free (sentence);
          sentence = g_steal_pointer (&beside);
        }
      if (sentence != NULL)
        g_string_append_printf (left, "%s%s", left->len > 0 ? " " : "", sentence);
    }

  /* The half of a sentence whose other half is left out is a whole one. */
  if (g_str_has_suffix (left->str, ";"))
    {
      g_string_truncate (left, trim (left->str, left->len - 1));
      g_string_append_c (left, '.');
    }
  self->text = g_string_free_and_steal (g_steal_pointer (&left));

  return self;
}

/**
 * psr_mend_new_for_check:
 * @check: the name of a check that didn't pass
 * @text: how to mend it
 *
 * Returns: (transfer full): the same for a window, with the one action that leads
 *   to the mend and looks again
 */
PsrMend *
psr_mend_new_for_check (const char *check,
                        const char *text)
{
  PsrMend *self = psr_mend_new (text);

  g_return_val_if_fail (check != NULL, self);

  self->action = PSR_MEND_READ_AGAIN;
  g_set_str (&self->argument, "");
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      if (strcmp (checks[i].check, check) == 0)
        {
          self->action = checks[i].action;
          g_set_str (&self->argument, checks[i].argument);
        }
    }

  return self;
}

/**
 * psr_mend_find_step:
 * @part: a part of the profile, the argument of %PSR_MEND_SET_UP
 *
 * Returns: the stable name of the step of setting up in which it is chosen
 */
const char *
psr_mend_find_step (const char *part)
{
  g_return_val_if_fail (part != NULL, NULL);

  /* What the numbers of documents begin with is asked beside the first day. */
  return strcmp (part, "documents") == 0 ? "start" : "billing";
}

/**
 * psr_mend_free:
 * @self: (transfer full): how to mend something
 */
void
psr_mend_free (PsrMend *self)
{
  g_free (self->argument);
  g_free (self->text);
  g_free (self);
}

/**
 * psr_mend_action_to_string:
 * @action: an action
 *
 * Returns: its stable name, "" for none
 */
const char *
psr_mend_action_to_string (PsrMendAction action)
{
  g_return_val_if_fail ((gsize) action < G_N_ELEMENTS (action_names), "");

  return action_names[action];
}
