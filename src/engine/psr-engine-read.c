/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-read"

#include "config.h"

#include "psr-engine-work.h"
#include "psr-bill-command.h"

typedef struct
{
  PsrEngine *engine;
  char      *person;
} Read;

static void
read_clear (gpointer data)
{
  Read *read = data;

  g_clear_object (&read->engine);
  g_free (read->person);
}

static void
read_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, read_clear);
}

static DexFuture *
read_fiber (gpointer data)
{
  Read *read = data;
  PsrEngine *self = read->engine;
  g_autoptr(PsrBillingContext) context = NULL;
  g_autofree char *result = NULL;
  GError *error = NULL;

  if (psr_engine_open_writing (self, &error))
    context = psr_engine_make_billing (self, FALSE, &error);

  if (context != NULL)
    {
      g_auto(PsrEngineWork) work = { 0, };
      g_autoptr(PsrCommand) command = NULL;

      psr_engine_work_init (&work, context);
      command = psr_command_new (PSR_REFRESH_COMMAND, psr_engine_get_person (self, read->person), "");
      result = psr_engine_ask (self, &work, command, &error);
    }

  psr_engine_release_lock (self);

  if (result == NULL)
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_engine_read_work:
 * @self: an engine
 * @person: who asks
 *
 * Has what there is to bill read in Wello, by whoever is at work.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once it was read
 */
DexFuture *
psr_engine_read_work (PsrEngine  *self,
                      const char *person)
{
  Read *read;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (person != NULL);

  read = g_atomic_rc_box_new0 (Read);
  read->engine = g_object_ref (self);
  read->person = g_strdup (person);

  return dex_scheduler_spawn (NULL, 0, read_fiber, read, read_unref);
}
