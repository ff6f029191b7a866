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
  { "vat-customer-gone", PSR_MEND_SET_UP, "vat" },
  { "number-too-long", PSR_MEND_SET_UP, "documents" },
  { "customer-no-orders", PSR_MEND_BILL_AS, "invoice" },
};

/* A word ends where no name of ours goes on. */
static char *
dup_word (const char *text)
{
  return g_strndup (text, strspn (text, "abcdefghijklmnopqrstuvwxyz-,"));
}

static void
take_command (PsrMend    *self,
              const char *command)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (!g_str_has_prefix (command, commands[i].command))
        continue;

      g_free (self->argument);
      self->action = commands[i].action;
      self->argument = commands[i].argument != NULL ? g_strdup (commands[i].argument)
                                                    : dup_word (command + strlen (commands[i].command));
      return;
    }
}

/* The end of the sentence that begins here; a stop within a word doesn't end it. */
static const char *
find_end (const char *text)
{
  while (*text != '\0')
    {
      if ((*text == '.' || *text == ';') && (text[1] == ' ' || text[1] == '\0'))
        return text + 1;
      text++;
    }

  return text;
}

/**
 * psr_mend_new:
 * @text: how to mend something, as the errors and reasons of all layers say it; they
 *   name commands of passerellectl, the same in all languages
 *
 * Says the same for a window: sentences that name a command are left out, and what
 * the first one does is the action.
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
      command = strstr (sentence, PROGRAM);
      if (command == NULL)
        {
          g_string_append_printf (left, "%s%s", left->len > 0 ? " " : "", sentence);
          continue;
        }

      if (self->action == PSR_MEND_NONE)
        take_command (self, command + strlen (PROGRAM));
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
