/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-mirror-page"

#include "config.h"

#include "psr-mirror-page-private.h"

static PsrMirrorKey *
key_new (PsrEntity      entity,
         PsrMirrorSide  side,
         const char    *flow,
         const char    *id)
{
  PsrMirrorKey *key = g_new0 (PsrMirrorKey, 1);

  key->entity = entity;
  key->side = side;
  key->flow = g_strdup (flow);
  key->id = g_strdup (id);

  return key;
}

static void
key_free (gpointer data)
{
  PsrMirrorKey *key = data;

  g_free (key->flow);
  g_free (key->id);
  g_free (key);
}

/**
 * psr_mirror_page_new:
 *
 * Returns: (transfer full): a page that changes nothing
 */
PsrMirrorPage *
psr_mirror_page_new (void)
{
  PsrMirrorPage *self = g_new0 (PsrMirrorPage, 1);

  g_atomic_ref_count_init (&self->references);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_mirror_record_unref);
  self->removed_records = g_ptr_array_new_with_free_func (key_free);
  self->agreed = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_agreed_unref);
  self->removed_agreed = g_ptr_array_new_with_free_func (key_free);
  self->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_skipped_row_unref);
  self->cleared_skipped = g_ptr_array_new_with_free_func (key_free);
  self->pending = g_ptr_array_new_with_free_func (key_free);
  self->cleared_pending = g_ptr_array_new_with_free_func (key_free);
  self->watermarks = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_watermark_unref);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_row_event_unref);

  return self;
}

/*
 * For the store, which keeps it while the caller may drop it.
 */
PsrMirrorPage *
psr_mirror_page_ref (PsrMirrorPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

/**
 * psr_mirror_page_free:
 * @self: (transfer full): a #PsrMirrorPage
 */
void
psr_mirror_page_free (PsrMirrorPage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->removed_records, g_ptr_array_unref);
  g_clear_pointer (&self->agreed, g_ptr_array_unref);
  g_clear_pointer (&self->removed_agreed, g_ptr_array_unref);
  g_clear_pointer (&self->skipped, g_ptr_array_unref);
  g_clear_pointer (&self->cleared_skipped, g_ptr_array_unref);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  g_clear_pointer (&self->cleared_pending, g_ptr_array_unref);
  g_clear_pointer (&self->watermarks, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->run, psr_run_unref);
  g_free (self);
}

/**
 * psr_mirror_page_add_record:
 * @self: a #PsrMirrorPage
 * @record: (transfer none): a record as it was read; it replaces an earlier one
 */
void
psr_mirror_page_add_record (PsrMirrorPage   *self,
                            PsrMirrorRecord *record)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (record != NULL);

  g_ptr_array_add (self->records, psr_mirror_record_ref (record));
}

/**
 * psr_mirror_page_remove_record:
 * @self: a #PsrMirrorPage
 * @entity: of what kind
 * @side: in which service
 * @id: canonical GUID of a record that exists no more
 */
void
psr_mirror_page_remove_record (PsrMirrorPage *self,
                               PsrEntity      entity,
                               PsrMirrorSide  side,
                               const char    *id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  g_ptr_array_add (self->removed_records, key_new (entity, side, NULL, id));
}

/**
 * psr_mirror_page_add_agreed:
 * @self: a #PsrMirrorPage
 * @agreed: (transfer none): what both sides agree on now; it replaces what was
 *   agreed on before
 */
void
psr_mirror_page_add_agreed (PsrMirrorPage *self,
                            PsrAgreed     *agreed)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (agreed != NULL);

  g_ptr_array_add (self->agreed, psr_agreed_ref (agreed));
}

/**
 * psr_mirror_page_remove_agreed:
 * @self: a #PsrMirrorPage
 * @entity: of what kind
 * @bc_id: canonical GUID in Business Central of a record that isn't coupled any
 *   more
 */
void
psr_mirror_page_remove_agreed (PsrMirrorPage *self,
                               PsrEntity      entity,
                               const char    *bc_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (bc_id != NULL);

  g_ptr_array_add (self->removed_agreed, key_new (entity, PSR_MIRROR_BC, NULL, bc_id));
}

/**
 * psr_mirror_page_add_skipped:
 * @self: a #PsrMirrorPage
 * @row: (transfer none): a record that was set aside; counted as one more try
 *   when it was before
 */
void
psr_mirror_page_add_skipped (PsrMirrorPage *self,
                             PsrSkippedRow *row)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (row != NULL);

  g_ptr_array_add (self->skipped, psr_skipped_row_ref (row));
}

/**
 * psr_mirror_page_clear_skipped:
 * @self: a #PsrMirrorPage
 * @flow: name of the flow
 * @row_id: GUID of a record that isn't set aside any more, if it was
 */
void
psr_mirror_page_clear_skipped (PsrMirrorPage *self,
                               const char    *flow,
                               const char    *row_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (flow != NULL);
  g_return_if_fail (row_id != NULL);

  g_ptr_array_add (self->cleared_skipped, key_new (0, 0, flow, row_id));
}

/**
 * psr_mirror_page_add_pending:
 * @self: a #PsrMirrorPage
 * @flow: name of the flow
 * @row_id: GUID of a record that changed and has to be read, so that the
 *   watermark of what told so may move on
 */
void
psr_mirror_page_add_pending (PsrMirrorPage *self,
                             const char    *flow,
                             const char    *row_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (flow != NULL);
  g_return_if_fail (row_id != NULL);

  g_ptr_array_add (self->pending, key_new (0, 0, flow, row_id));
}

/**
 * psr_mirror_page_clear_pending:
 * @self: a #PsrMirrorPage
 * @flow: name of the flow
 * @row_id: GUID of a record that was read
 */
void
psr_mirror_page_clear_pending (PsrMirrorPage *self,
                               const char    *flow,
                               const char    *row_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (flow != NULL);
  g_return_if_fail (row_id != NULL);

  g_ptr_array_add (self->cleared_pending, key_new (0, 0, flow, row_id));
}

/**
 * psr_mirror_page_set_watermark:
 * @self: a #PsrMirrorPage
 * @watermark: (transfer none): how far its flow has read with this page; several
 *   flows may be set
 */
void
psr_mirror_page_set_watermark (PsrMirrorPage *self,
                               PsrWatermark  *watermark)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (watermark != NULL);

  g_ptr_array_add (self->watermarks, psr_watermark_ref (watermark));
}

/**
 * psr_mirror_page_add_event:
 * @self: a #PsrMirrorPage
 * @event: (transfer none): what became of a record; when is filled in by the
 *   store
 */
void
psr_mirror_page_add_event (PsrMirrorPage *self,
                           PsrRowEvent   *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL);

  g_ptr_array_add (self->events, psr_row_event_ref (event));
}

/**
 * psr_mirror_page_set_run:
 * @self: a #PsrMirrorPage
 * @run: (transfer none): the run, which was begun, with its figures up to this
 *   page; not to be changed any more
 */
void
psr_mirror_page_set_run (PsrMirrorPage *self,
                         PsrRun        *run)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (run != NULL);
  g_return_if_fail (run->id > 0);

  psr_run_ref (run);
  g_clear_pointer (&self->run, psr_run_unref);
  self->run = run;
}
