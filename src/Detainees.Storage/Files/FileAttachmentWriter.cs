using System.Security.Cryptography;
using Detainees.Journal;

namespace Detainees.Storage.Files;

/// <summary>Writes one attachment under a passing name and renames it when it is whole and on the disk.</summary>
internal sealed class FileAttachmentWriter : AttachmentWriter
{
    private readonly Guid id;
    private readonly string temporary;
    private readonly string target;
    private readonly HashingStream content;
    private bool isCommitted;

    public FileAttachmentWriter(Guid id, FileStream file, string temporary, string target)
    {
        (this.id, this.temporary, this.target) = (id, temporary, target);
        content = new HashingStream(file);
    }

    public override Stream Content => content;
    public override bool HasFailed => content.Failure is not null;

    public override async ValueTask<AttachmentCommit> CommitAsync(CancellationToken cancel)
    {
        if (isCommitted) throw new InvalidOperationException("An attachment is committed once.");
        if (content.Failure is { } failure) return Refuse(failure);
        try
        {
            // An fsync of 20 MB can take a while; the caller's thread has other chats to serve.
            await Task.Run(content.FlushToDisk, cancel);
            if (content.Written == 0) return new AttachmentCommit.Failed(); // a sealed file is never empty
            var item = new SealedItem(content.Written, content.Hash());
            content.End();
            File.Move(temporary, target, overwrite: true);
            isCommitted = true;
            Durable.SyncFolder(Path.GetDirectoryName(target) ?? target);
            return new AttachmentCommit.Kept(new AttachmentItem(id, item));
        }
        catch (IOException late)
        {
            return Refuse(late);
        }
        catch (UnauthorizedAccessException)
        {
            return new AttachmentCommit.Failed();
        }
    }

    public override ValueTask DisposeAsync()
    {
        content.End();
        if (!isCommitted) RemoveTemporary();
        return ValueTask.CompletedTask;
    }

    private void RemoveTemporary()
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }

    private static AttachmentCommit Refuse(IOException failure) =>
        Durable.IsFull(failure) ? new AttachmentCommit.NoRoom() : new AttachmentCommit.Failed();

    /// <summary>Counts and hashes what it passes on; keeps the first failure instead of throwing it into the sealing code.</summary>
    private sealed class HashingStream(FileStream file) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public IOException? Failure { get; private set; }
        public long Written { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public Sha256Hash Hash() => Sha256Hash.FromBytes(hash.GetCurrentHash());
        public void FlushToDisk() => file.Flush(flushToDisk: true);
        public override void Flush() { } // the file has no buffer of its own; the sync is the commit's
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Failure is not null) return;
            try
            {
                file.Write(buffer);
            }
            catch (IOException failure)
            {
                Failure = failure;
                return;
            }

            hash.AppendData(buffer);
            Written += buffer.Length;
        }

        // Pieces are small and go to the page cache; a thread of its own for each would cost more than the write.
        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer.AsSpan(offset, count));
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public void End()
        {
            file.Dispose();
            hash.Dispose();
        }

        // Sealing streams may dispose what they write to: that must not end the file before it is on the disk. End does.
        protected override void Dispose(bool disposing) => base.Dispose(disposing);
    }
}
