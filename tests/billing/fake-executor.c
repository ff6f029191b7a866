/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-executor.h"

static void fake_executor_iface_init (PsrExecutorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeExecutor, fake_executor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PSR_TYPE_EXECUTOR, fake_executor_iface_init))

static void
fake_executor_class_init (FakeExecutorClass *klass)
{
}

static void
fake_executor_init (FakeExecutor *self)
{
}

FakeExecutor *
fake_executor_new (void)
{
  return g_object_new (FAKE_TYPE_EXECUTOR, NULL);
}

static DexFuture *
fake_executor_run (PsrExecutor    *executor,
                   const char     *lane,
                   PsrJobFunc      func,
                   gpointer        data,
                   GDestroyNotify  data_free)
{
  FakeExecutor *self = FAKE_EXECUTOR (executor);
  g_autoptr(DexFuture) done = NULL;
  gboolean last;

  self->n_jobs++;
  last = self->n_jobs == self->freeze_at;

  if (!self->frozen && !(last && self->freeze_before))
    done = func (data);

  if (data_free != NULL)
    data_free (data);

  self->frozen |= last;

  if (self->n_jobs == self->sleep_at)
    psr_virtual_clock_advance (self->clock, self->sleep);

  if (self->frozen)
    return DEX_FUTURE (dex_promise_new ());

  return g_steal_pointer (&done);
}

static void
fake_executor_iface_init (PsrExecutorInterface *iface)
{
  iface->run = fake_executor_run;
}
