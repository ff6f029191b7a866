/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-limiter"

#include "sbx-limiter.h"

typedef struct
{
  gint64         since;
  SbxLimiterTurn turn;
  gpointer       data;
} Waiter;

typedef struct
{
  GQueue times; /* of gint64 * */
  GQueue waiting;
  guint  running;
} Account;

struct _SbxLimiter
{
  GHashTable *accounts;
  guint       requests, running, queued;
  gint64      window, patience;
};

static void
account_free (gpointer data)
{
  Account *account = data;

  g_queue_clear_full (&account->times, g_free);
  g_queue_clear_full (&account->waiting, g_free);
  g_free (account);
}

SbxLimiter *
sbx_limiter_new (guint  requests,
                 gint64 window_usec,
                 guint  running,
                 guint  queued,
                 gint64 patience_usec)
{
  SbxLimiter *limiter = g_new0 (SbxLimiter, 1);

  limiter->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, account_free);
  limiter->requests = requests;
  limiter->window = window_usec;
  limiter->running = running;
  limiter->queued = queued;
  limiter->patience = patience_usec;
  return limiter;
}

void
sbx_limiter_free (SbxLimiter *limiter)
{
  if (limiter == NULL)
    return;
  g_hash_table_unref (limiter->accounts);
  g_free (limiter);
}

static Account *
find_account (SbxLimiter *limiter,
              const char *name)
{
  Account *account = g_hash_table_lookup (limiter->accounts, name);

  if (account == NULL)
    {
      account = g_new0 (Account, 1);
      g_queue_init (&account->times);
      g_queue_init (&account->waiting);
      g_hash_table_insert (limiter->accounts, g_strdup (name), account);
    }
  return account;
}

SbxLimit
sbx_limiter_enter (SbxLimiter    *limiter,
                   const char    *name,
                   gint64         now,
                   SbxLimiterTurn turn,
                   gpointer       data)
{
  Account *account = find_account (limiter, name);
  gint64 *oldest;

  while ((oldest = g_queue_peek_head (&account->times)) != NULL && *oldest <= now - limiter->window)
    g_free (g_queue_pop_head (&account->times));

  if (account->times.length >= limiter->requests)
    return SBX_LIMIT_REFUSED;
  if (account->running >= limiter->running && account->waiting.length >= limiter->queued)
    return SBX_LIMIT_REFUSED;

  g_queue_push_tail (&account->times, g_memdup2 (&now, sizeof now));
  if (account->running >= limiter->running)
    {
      Waiter waiter = { now, turn, data };

      g_queue_push_tail (&account->waiting, g_memdup2 (&waiter, sizeof waiter));
      return SBX_LIMIT_WAIT;
    }
  account->running++;
  return SBX_LIMIT_RUN;
}

void
sbx_limiter_leave (SbxLimiter *limiter,
                   const char *name,
                   gint64      now)
{
  Account *account = find_account (limiter, name);
  Waiter *waiter;

  g_return_if_fail (account->running > 0);

  account->running--;
  waiter = g_queue_pop_head (&account->waiting);
  if (waiter != NULL)
    {
      account->running++;
      waiter->turn (waiter->data, FALSE);
      g_free (waiter);
    }
}

void
sbx_limiter_expire (SbxLimiter *limiter,
                    gint64      now)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, limiter->accounts);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Account *account = value;
      Waiter *waiter;

      while ((waiter = g_queue_peek_head (&account->waiting)) != NULL && now - waiter->since > limiter->patience)
        {
          g_queue_pop_head (&account->waiting);
          waiter->turn (waiter->data, TRUE);
          g_free (waiter);
        }
    }
}
