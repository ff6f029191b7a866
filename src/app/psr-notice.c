/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-notice"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-notice.h"
#include "psr-trouble.h"
#include "psr-work-order.h"

static GNotification *
make (const char          *title,
      const char          *body,
      const PsrWorkerNews *news)
{
  GNotification *notice = g_notification_new (title);
  g_autoptr(GVariant) target = NULL;
  const char *action = psr_notice_get_action (news, &target);

  if (body != NULL)
    g_notification_set_body (notice, body);
  g_notification_set_default_action_and_target_value (notice, action, target);

  return notice;
}

/**
 * psr_notice_get_action:
 * @news: what the worker did
 * @target: (out) (transfer full): what the action is given
 *
 * What is about one work order leads to that one, all else to the queue.
 *
 * Returns: the action of the application that opening the notification does
 */
const char *
psr_notice_get_action (const PsrWorkerNews  *news,
                       GVariant            **target)
{
  const char *queue;

  g_return_val_if_fail (news != NULL && target != NULL, NULL);

  queue = psr_queue_to_string (news->refused > 0 ? PSR_QUEUE_EXCEPTIONS : PSR_QUEUE_REVIEW);
  if (news->number == NULL || news->id == 0)
    {
      *target = g_variant_ref_sink (g_variant_new ("(ss)", queue, ""));
      return "app.show-work";
    }

  *target = g_variant_ref_sink (g_variant_new ("(ssx)", queue, news->number, news->id));

  return "app.open-work";
}

/**
 * psr_notice_forget:
 * @memory: what was told
 *
 * All is well again: what is wrong afterwards is news.
 */
void
psr_notice_forget (PsrNoticeMemory *memory)
{
  g_return_if_fail (memory != NULL);

  memory->has_told_sign_in = FALSE;
}

/**
 * psr_notice_new:
 * @memory: what was told
 * @news: what the worker did
 *
 * Makes what is shown of it to somebody who looks at another window: new work,
 * what was refused, and that somebody has to sign in. One run gives one at most, and
 * each run of all flows fails as long as nobody has signed in: that is told once.
 *
 * Returns: (transfer full) (nullable): the notification, or %NULL when it is not
 *   worth one
 */
GNotification *
psr_notice_new (PsrNoticeMemory     *memory,
                const PsrWorkerNews *news)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (memory != NULL && news != NULL, NULL);

  if (news->error != NULL)
    {
      g_autoptr(PsrExplanation) explanation = NULL;

      if (memory->has_told_sign_in || psr_condition_of_error (news->error) != PSR_CONDITION_SIGN_IN)
        return NULL;

      memory->has_told_sign_in = TRUE;
      explanation = psr_explain (news->error);

      return make (_("Somebody Has to Sign In"), explanation->what, news);
    }

  if (news->refused > 0)
    {
      title = g_strdup_printf (ngettext ("%u Work Order Needs You", "%u Work Orders Need You", news->refused), news->refused);

      return make (title, news->number, news);
    }

  if (news->found > 0)
    {
      title = g_strdup_printf (ngettext ("%u New Work Order", "%u New Work Orders", news->found), news->found);

      return make (title, news->number, news);
    }

  return NULL;
}
