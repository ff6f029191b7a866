/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault-disk.h"

#define SECTOR 512

typedef struct
{
  gint64 offset;
  GBytes *bytes;             /* NULL: the file ends at offset */
} Change;

/* A file by its name: what the disk holds for certain, and what was done to it
 * since, which only the system's cache has seen. */
struct _FaultDisk
{
  char       *path;
  ino_t       inode;
  gboolean    exists;
  gboolean    name_synced;   /* the folder's entry of it is on the disk */
  GByteArray *durable;
  GPtrArray  *pending;       /* Change */
  GByteArray *before;        /* an earlier file of that name, which may come back */
};

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->bytes, g_bytes_unref);
  g_free (change);
}

static void
disk_free (gpointer data)
{
  FaultDisk *disk = data;

  g_free (disk->path);
  g_clear_pointer (&disk->durable, g_byte_array_unref);
  g_clear_pointer (&disk->before, g_byte_array_unref);
  g_ptr_array_unref (disk->pending);
  g_free (disk);
}

static void
apply (GByteArray   *image,
       const Change *change,
       gsize         from,
       gsize         to)
{
  gsize end;

  if (change->bytes == NULL)
    {
      if (image->len > change->offset)
        g_byte_array_set_size (image, (guint) change->offset);
      return;
    }

  /* A write of which nothing was left. */
  if (to == from)
    return;

  end = (gsize) change->offset + to;
  if (image->len < end)
    {
      guint length = image->len;

      g_byte_array_set_size (image, (guint) end);
      memset (image->data + length, 0, end - length);
    }

  memcpy (image->data + change->offset + from,
          (const guint8 *) g_bytes_get_data (change->bytes, NULL) + from, to - from);
}

static void
apply_whole (GByteArray   *image,
             const Change *change)
{
  apply (image, change, 0, change->bytes != NULL ? g_bytes_get_size (change->bytes) : 0);
}

static void
remember (FaultDisk *disk,
          gint64     offset,
          GBytes    *bytes)
{
  Change *change = g_new0 (Change, 1);

  change->offset = offset;
  change->bytes = bytes;
  g_ptr_array_add (disk->pending, change);
}

void
fault_disk_write (FaultDisk     *disk,
                  gint64         offset,
                  gconstpointer  data,
                  gsize          length)
{
  remember (disk, offset, g_bytes_new (data, length));
}

void
fault_disk_truncate (FaultDisk *disk,
                     gint64     size)
{
  remember (disk, size, NULL);
}

void
fault_disk_sync (FaultDisk *disk,
                 gboolean   success)
{
  if (success)
    {
      for (guint i = 0; i < disk->pending->len; i++)
        apply_whole (disk->durable, g_ptr_array_index (disk->pending, i));

      /* SQLite syncs the folder with a log that it has made. */
      disk->name_synced = TRUE;
      g_clear_pointer (&disk->before, g_byte_array_unref);
    }

  /* What couldn't be synced isn't tried again by Linux: it takes the pages for
   * clean. */
  g_ptr_array_set_size (disk->pending, 0);
}

static GByteArray *
load (const char *path)
{
  char *contents = NULL;
  gsize length = 0;

  /* One that isn't there holds nothing. */
  if (!g_file_get_contents (path, &contents, &length, NULL))
    return g_byte_array_new ();

  return g_byte_array_new_take ((guint8 *) contents, length);
}

/* A file that was renamed since takes with it what is known of it. */
static FaultDisk *
find_inode (GHashTable *disks,
            ino_t       inode)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, disks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FaultDisk *disk = value;

      if (disk->exists && disk->inode == inode)
        return disk;
    }

  return NULL;
}

FaultDisk *
fault_disks_follow (GHashTable *disks,
                    const char *path,
                    gboolean    was_there)
{
  FaultDisk *disk = g_hash_table_lookup (disks, path);
  struct stat info = { 0 };
  FaultDisk *renamed;

  g_assert_no_errno (stat (path, &info));

  if (disk != NULL && disk->exists && disk->inode == info.st_ino)
    return disk;

  if (was_there && (renamed = find_inode (disks, info.st_ino)) != NULL)
    {
      g_hash_table_steal (disks, renamed->path);
      g_free (renamed->path);
      renamed->path = g_strdup (path);
      g_hash_table_insert (disks, renamed->path, renamed);
      return renamed;
    }

  if (disk == NULL)
    {
      disk = g_new0 (FaultDisk, 1);
      disk->path = g_strdup (path);
      disk->pending = g_ptr_array_new_with_free_func (change_free);
      g_hash_table_insert (disks, disk->path, disk);
    }
  else if (disk->name_synced)
    {
      /* Was deleted, which isn't certain yet, and is made anew. */
      g_clear_pointer (&disk->before, g_byte_array_unref);
      disk->before = g_steal_pointer (&disk->durable);
    }

  g_clear_pointer (&disk->durable, g_byte_array_unref);
  g_ptr_array_set_size (disk->pending, 0);
  disk->durable = was_there ? load (path) : g_byte_array_new ();
  disk->name_synced = was_there;
  disk->exists = TRUE;
  disk->inode = info.st_ino;

  return disk;
}

/* What of the changes since the last sync is on the disk. */
static void
apply_some (GByteArray *image,
            GPtrArray  *pending,
            GRand      *rand)
{
  for (guint i = 0; i < pending->len; i++)
    {
      const Change *change = g_ptr_array_index (pending, i);
      gsize length = change->bytes != NULL ? g_bytes_get_size (change->bytes) : 0;
      gsize middle = (gsize) g_rand_int_range (rand, 0, (gint32) (length / SECTOR) + 1) * SECTOR;

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          break;

        case 1:
          apply (image, change, 0, middle);
          break;

        case 2:
          apply (image, change, middle, length);
          break;

        default:
          apply_whole (image, change);
          break;
        }
    }
}

static void
restore_disk (FaultDisk *disk,
              FaultLoss  loss,
              GRand     *rand)
{
  g_autoptr (GByteArray) image = NULL;
  gsize done = 0;
  int fd;

  /* Renamed by others than SQLite, or taken away. */
  if (disk->exists && !g_file_test (disk->path, G_FILE_TEST_EXISTS))
    return;

  if (loss == FAULT_KEEP_ALL)
    return;

  if (!disk->name_synced && (loss == FAULT_LOSE_ALL || g_rand_boolean (rand)))
    {
      if (disk->before == NULL)
        {
          g_assert_no_errno (unlink (disk->path));
          return;
        }
      image = g_byte_array_ref (disk->before);
    }
  else if (!disk->exists && loss == FAULT_KEEP_SOME && g_rand_boolean (rand))
    {
      return;
    }
  else
    {
      image = g_byte_array_ref (disk->durable);
      if (loss == FAULT_KEEP_SOME)
        apply_some (image, disk->pending, rand);
    }

  fd = open (disk->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  while (done < image->len)
    {
      gssize n = write (fd, image->data + done, image->len - done);

      g_assert_cmpint (n, >, 0);
      done += (gsize) n;
    }
  g_assert_no_errno (close (fd));
}

GHashTable *
fault_disks_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, disk_free);
}

void
fault_disks_delete (GHashTable *disks,
                    const char *path,
                    gboolean    synced)
{
  FaultDisk *disk = g_hash_table_lookup (disks, path);

  if (disk == NULL)
    return;

  disk->exists = FALSE;
  if (synced || !disk->name_synced)
    g_hash_table_remove (disks, path);
}

void
fault_disks_restore (GHashTable *disks,
                     FaultLoss   loss,
                     guint64     seed)
{
  const guint32 seeds[] = { (guint32) seed, (guint32) (seed >> 32) };
  GRand *rand = g_rand_new_with_seed_array (seeds, G_N_ELEMENTS (seeds));
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (disks), (GCompareFunc) strcmp);

  for (GList *name = names; name != NULL; name = name->next)
    {
      FaultDisk *disk = g_hash_table_lookup (disks, name->data);
      g_autofree char *shared_memory = g_strconcat (disk->path, "-shm", NULL);

      restore_disk (disk, loss, rand);
      (void) unlink (shared_memory);
    }

  g_rand_free (rand);
}
