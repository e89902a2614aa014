using System.Collections.Immutable;
using System.Security.Cryptography;
using Detainees.Desk.Store;
using Detainees.Journal;
using Detainees.Opening;

namespace Detainees.Desk.Reports;

internal enum AttachmentFault
{
    /// <summary>The report names it, and the family's file never reached the server.</summary>
    NeverCame,
    /// <summary>The sealed file is not on this desk.</summary>
    NotHere,
    OtherKeys,
    Damaged,
    /// <summary>It opens, and is not the file that the report names.</summary>
    NotTheFile,
}

/// <summary>Opens a sealed attachment to a file, in constant memory, cut to its true length and compared with the report.</summary>
internal static class AttachmentOpening
{
    /// <param name="path">Given its name only when all of it was right.</param>
    public static async Task<AttachmentFault?> ToFileAsync(
        DeskFolder folder, JournalEntry entry, ReportAttachment attachment, ImmutableArray<Identity> identities, string path, CancellationToken cancel)
    {
        if (attachment.Sha256.Length == 0) return AttachmentFault.NeverCame;
        var known = entry.Attachments.FirstOrDefault(item => item.Id.ToString("N") == attachment.Id);
        if (known is null) return AttachmentFault.NotTheFile;
        var sealedPath = folder.PathOf(JournalItems.Of(known));
        if (!File.Exists(sealedPath)) return AttachmentFault.NotHere;
        var part = path + ".part";
        AttachmentFault? fault;
        try
        {
            await using var source = File.OpenRead(sealedPath);
            await using var file = PrivateFiles.Open(part, FileMode.Create);
            using var cut = new CuttingStream(file, attachment.Bytes);
            fault = await AgeOpening.OpenToAsync(source, cut, identities, cancel) switch
            {
                StreamOpenResult.Failed(OpenFailure.NoMatch, _) => AttachmentFault.OtherKeys,
                StreamOpenResult.Failed => AttachmentFault.Damaged,
                _ => cut.Finish() is { } sha256 && Convert.ToHexStringLower(sha256) == attachment.Sha256 ? null : AttachmentFault.NotTheFile,
            };
        }
        catch
        {
            File.Delete(part); // readable, and nobody would look for it
            throw;
        }

        if (fault is null) File.Move(part, path, overwrite: true);
        else File.Delete(part);
        return fault;
    }

    public static string WordsOf(AttachmentFault fault) => fault switch
    {
        AttachmentFault.NeverCame => "never reached the server",
        AttachmentFault.NotHere => "not on this desk yet: pull again",
        AttachmentFault.OtherKeys => "sealed to other keys than yours",
        AttachmentFault.Damaged => "damaged",
        AttachmentFault.NotTheFile => "not the file that the report names",
    };

    /// <summary>Passes on the first bytes and hashes them; what follows must be padding, zeros.</summary>
    private sealed class CuttingStream(Stream inner, long length) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private long left = length;
        private bool isForeign;

        /// <summary>SHA-256 of what was passed on; null when there was too little, or something other than padding after it.</summary>
        public byte[]? Finish() => left == 0 && !isForeign ? hash.GetHashAndReset() : null;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var kept = buffer[..(int)Math.Min(left, buffer.Length)];
            if (buffer.Span[kept.Length..].ContainsAnyExcept((byte)0)) isForeign = true;
            hash.AppendData(kept.Span);
            left -= kept.Length;
            await inner.WriteAsync(kept, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);
        public override void Flush() => inner.Flush();
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
