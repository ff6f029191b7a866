/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PsrErrorBody:
 * @code: (nullable): the service's own code
 * @message: (nullable): its words
 * @is_own: whether the body has the shape of a service's own errors
 * @is_complete: whether it could be read to its end
 *
 * What the body of an error says, before anybody has interpreted it.
 */
typedef struct
{
  char     *code;
  char     *message;
  gboolean  is_own;
  gboolean  is_complete;
} PsrErrorBody;

void psr_error_body_read  (PsrErrorBody *self,
                           GBytes       *bytes,
                           const char   *content_type);
void psr_error_body_clear (PsrErrorBody *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PsrErrorBody, psr_error_body_clear)

G_END_DECLS
