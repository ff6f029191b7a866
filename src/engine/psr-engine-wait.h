/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-engine.h"

G_BEGIN_DECLS

/**
 * PsrEngineWaitFunc:
 * @is_flow: whether a flow waits, and not what is done for documents
 * @text: (nullable): what is waited for, a sentence without a full stop, translated; %NULL
 *   when nothing is any more
 * @until: until when
 * @user_data: the data given with the function
 *
 * Called in a fiber, whose stack is small, for each of both.
 */
typedef void (*PsrEngineWaitFunc) (gboolean      is_flow,
                                   const char   *text,
                                   PsrTimestamp  until,
                                   gpointer      user_data);

void psr_engine_set_wait_func (PsrEngine         *self,
                               PsrEngineWaitFunc  func,
                               gpointer           user_data);
void psr_engine_go_on         (PsrEngine         *self);

G_END_DECLS
