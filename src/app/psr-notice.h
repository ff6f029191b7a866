/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-worker.h"

G_BEGIN_DECLS

/* The ids of what is shown: what is told again takes the place of what was. */
#define PSR_NOTICE_NEWS    "news"
#define PSR_NOTICE_SIGN_IN "sign-in"

/**
 * PsrNoticeMemory:
 * @has_told_sign_in: whether somebody was told to sign in, and nobody has
 *
 * What was told and is still so.
 */
typedef struct
{
  gboolean has_told_sign_in;
} PsrNoticeMemory;

void           psr_notice_forget     (PsrNoticeMemory      *memory);
GNotification *psr_notice_new        (PsrNoticeMemory      *memory,
                                      const PsrWorkerNews  *news);
const char    *psr_notice_get_action (const PsrWorkerNews  *news,
                                      GVariant            **target);

G_END_DECLS
