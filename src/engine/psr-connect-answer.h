/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PsrConnectPlace:
 * @name: the name of an environment
 * @type: what it is for, as Business Central names it, or ""
 * @is_chosen: whether the profile names it
 */
typedef struct
{
  char     *name;
  char     *type;
  gboolean  is_chosen;
} PsrConnectPlace;

/**
 * PsrConnectAnswer:
 * @person: (nullable): who signed in, or %NULL for an application
 * @environments: (element-type PsrConnectPlace): the environments there are
 * @companies: (element-type PsrConnectPlace): the companies of the profile's
 *   environment
 * @off: (element-type utf8): what the version of the API that the profile names can't do,
 *   translated
 * @problem: (nullable): why the companies could not be listed, or the profile's
 *   is not among them
 *
 * What Business Central shows to who has just signed in.
 */
typedef struct
{
  char      *person;
  GPtrArray *environments;
  GPtrArray *companies;
  GPtrArray *off;
  GError    *problem;
} PsrConnectAnswer;

#define PSR_TYPE_CONNECT_ANSWER (psr_connect_answer_get_type ())

GType             psr_connect_answer_get_type (void) G_GNUC_CONST;
PsrConnectAnswer *psr_connect_answer_new      (void);
PsrConnectAnswer *psr_connect_answer_ref      (PsrConnectAnswer *self);
void              psr_connect_answer_unref    (PsrConnectAnswer *self);
void              psr_connect_answer_add      (GPtrArray        *places,
                                               const char       *name,
                                               const char       *type,
                                               gboolean          is_chosen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrConnectAnswer, psr_connect_answer_unref)

G_END_DECLS
