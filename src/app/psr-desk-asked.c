/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-desk-asked"

#include "config.h"

#include "psr-desk-asked.h"

/**
 * psr_desk_asked_new:
 *
 * Returns: (transfer full): nothing asked yet
 */
PsrDeskAsked *
psr_desk_asked_new (void)
{
  PsrDeskAsked *self = g_atomic_rc_box_new0 (PsrDeskAsked);

  self->requests = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/**
 * psr_desk_asked_ref:
 * @self: what was asked
 *
 * Returns: (transfer full): @self
 */
PsrDeskAsked *
psr_desk_asked_ref (PsrDeskAsked *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
psr_desk_asked_clear (gpointer data)
{
  PsrDeskAsked *self = data;

  g_ptr_array_unref (self->requests);
}

/**
 * psr_desk_asked_unref:
 * @self: (transfer full): what was asked
 */
void
psr_desk_asked_unref (PsrDeskAsked *self)
{
  g_atomic_rc_box_release_full (self, psr_desk_asked_clear);
}

/**
 * psr_desk_asked_add:
 * @self: what was asked
 * @n: how many documents are meant
 *
 * Returns: (transfer none): one more request, that isn't written down yet
 */
PsrDeskRequest *
psr_desk_asked_add (PsrDeskAsked *self,
                    guint         n)
{
  PsrDeskRequest *request = g_new0 (PsrDeskRequest, 1);

  g_return_val_if_fail (self != NULL, NULL);

  request->n = n;
  g_ptr_array_add (self->requests, request);

  return request;
}

/**
 * psr_desk_asked_ask_again:
 * @self: what was asked since
 * @other: what could not be taken back, and for which nobody waits
 *
 * What of @other isn't settled is still asked.
 */
void
psr_desk_asked_ask_again (PsrDeskAsked *self,
                          PsrDeskAsked *other)
{
  g_return_if_fail (self != NULL && other != NULL && self != other);

  for (guint i = 0; i < other->requests->len; i++)
    {
      const PsrDeskRequest *request = other->requests->pdata[i];

      if (!request->is_settled)
        g_ptr_array_add (self->requests, g_memdup2 (request, sizeof *request));
    }
}

static gboolean
is_open (PsrEngineStatus *status,
         gint64           id)
{
  for (guint i = 0; i < status->requests->len; i++)
    {
      const PsrOpenRequest *request = status->requests->pdata[i];

      if (request->id == id)
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_desk_asked_compare:
 * @self: what was asked
 * @status: what is known now
 *
 * Finds what was carried out after nobody waited for it any more.
 */
void
psr_desk_asked_compare (PsrDeskAsked    *self,
                        PsrEngineStatus *status)
{
  g_return_if_fail (self != NULL && status != NULL);

  for (guint i = 0; i < self->requests->len; i++)
    {
      PsrDeskRequest *request = self->requests->pdata[i];

      if (request->is_over && !is_open (status, request->id))
        request->is_settled = TRUE;
    }
}

/**
 * psr_desk_asked_count:
 * @self: what was asked
 * @is_over: whether only those count that nobody waits for any more
 *
 * Returns: how many documents are asked for and aren't approved yet
 */
guint
psr_desk_asked_count (PsrDeskAsked *self,
                      gboolean      is_over)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->requests->len; i++)
    {
      const PsrDeskRequest *request = self->requests->pdata[i];

      if (!request->is_settled && (request->is_over || !is_over))
        n += request->n;
    }

  return n;
}
