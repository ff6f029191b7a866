/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define PSR_TYPE_TOKEN_SOURCE (psr_token_source_get_type ())
G_DECLARE_INTERFACE (PsrTokenSource, psr_token_source, PSR, TOKEN_SOURCE, GObject)

struct _PsrTokenSourceInterface
{
  GTypeInterface parent_iface;

  DexFuture *(*authorize)         (PsrTokenSource  *self,
                                   const char      *rejected);
  void       (*explain_rejection) (PsrTokenSource  *self,
                                   GError         **error);
  const char *(*get_person)       (PsrTokenSource  *self);
};

DexFuture *psr_token_source_authorize         (PsrTokenSource  *self,
                                               const char      *rejected);
void       psr_token_source_explain_rejection (PsrTokenSource  *self,
                                               GError         **error);
const char *psr_token_source_get_person       (PsrTokenSource  *self);

G_END_DECLS
