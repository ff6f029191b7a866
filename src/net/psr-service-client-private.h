/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-service-client.h"

G_BEGIN_DECLS

struct _PsrServiceClient
{
  GObject           parent_instance;
  PsrTransport     *transport;
  PsrTokenSource   *token_source;
  PsrThrottle      *throttle;
  PsrClock         *clock;
  PsrRandom        *random;
  PsrExecutor      *executor;
  GHashTable       *budgets;    /* host → PsrRetryBudget */
  PsrServiceClient *root;       /* (nullable): beside which this one is */
  GCancellable     *stop;       /* (nullable): cancelled by whoever wants an end */
  PsrWaitFunc       wait_func;
  gpointer          wait_data;
  GDestroyNotify    wait_data_free;
  PsrServerTime     time;
  PsrServiceKind    kind;
  guint             n_requests;
  guint             last_wait;
};

G_END_DECLS
