using System.Security.Cryptography;
using Detainees.Bot.Team;
using Detainees.Conversations;
using Detainees.Journal;
using Detainees.Sealing;
using Detainees.Storage;
using Detainees.Telegram;

namespace Detainees.Bot.Intake;

/// <summary>How one try to fetch a file ended.</summary>
internal abstract record FetchEnd
{
    private FetchEnd() { }

    /// <param name="Sha256">Of what the family sent, 64 hex digits.</param>
    public sealed record Stored(AttachmentItem Item, long Bytes, string Sha256) : FetchEnd;

    /// <summary>It will not come; the person is asked to send it again.</summary>
    public sealed record Failed(FileFailure Reason) : FetchEnd;

    /// <summary>A passing fault. <paramref name="After"/>: as long as the server told to wait.</summary>
    public sealed record Again(TimeSpan? After) : FetchEnd;
}

/// <summary>One file from the channel into a sealed file of its own. What is readable is in memory only, a chunk at a time.</summary>
internal sealed class AttachmentIntake(TelegramBotClient client, IIntakeStore store, CurrentTeam team, ChatQuotas quotas)
{
    public async Task<FetchEnd> TakeAsync(PendingFetch fetch, FetchOrder order, CancellationToken cancel)
    {
        var asked = await client.GetFile(new GetFileRequest { FileId = order.Ref }, cancel);
        if (asked is not ApiResult<TGFile>.Ok(var file)) return EndOf(asked);
        // By what the channel says it is; a file of unknown size counts as the largest that can come.
        var bytes = file.FileSize ?? TelegramBotClient.MaxDownloadBytes;
        if (!quotas.TryTakeBytes(fetch.Thread, bytes)) return new FetchEnd.Failed(FileFailure.NoRoom);
        var end = await WriteAsync(fetch.Attachment, file, cancel);
        if (end is not FetchEnd.Stored) quotas.GiveBackBytes(fetch.Thread, bytes);
        return end;
    }

    private async Task<FetchEnd> WriteAsync(Guid attachment, TGFile file, CancellationToken cancel)
    {
        switch (store.CreateAttachment(attachment))
        {
            case AttachmentCreation.Created created:
                await using (created.Writer) return await TakeAsync(file, created.Writer, cancel);
            case AttachmentCreation.NoRoom:
                return new FetchEnd.Failed(FileFailure.NoRoom);
            default:
                return new FetchEnd.Again(null);
        }
    }

    private async Task<FetchEnd> TakeAsync(TGFile file, AttachmentWriter writer, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes;
        await using (var sealing = Age.SealTo(writer.Content, team.Recipients, leaveOpen: true))
        {
            var downloaded = await client.DownloadFile(file, new HashedStream(sealing, hash), TelegramBotClient.MaxDownloadBytes, cancel);
            if (downloaded is not ApiResult<long>.Ok(var length)) return EndOf(downloaded);
            bytes = length;
            await sealing.CompletePaddedAsync(cancel);
        }

        return await writer.CommitAsync(cancel) switch
        {
            AttachmentCommit.Kept kept => new FetchEnd.Stored(kept.Item, bytes, Convert.ToHexStringLower(hash.GetHashAndReset())),
            AttachmentCommit.NoRoom => new FetchEnd.Failed(FileFailure.NoRoom),
            _ => new FetchEnd.Again(null),
        };
    }

    private static FetchEnd EndOf<T>(ApiResult<T> result) => result switch
    {
        ApiResult<T>.Refused { Kind: RefusalKind.FileTooBig } => new FetchEnd.Failed(FileFailure.TooBig),
        ApiResult<T>.Refused { Kind: RefusalKind.TooManyRequests or RefusalKind.ServerFault or RefusalKind.FileUnavailable or RefusalKind.Malformed } wait
            => new FetchEnd.Again(wait.RetryAfter),
        ApiResult<T>.Refused { Kind: RefusalKind.BadFile } => new FetchEnd.Failed(FileFailure.Gone),
        ApiResult<T>.Refused => new FetchEnd.Failed(FileFailure.Refused),
        _ => new FetchEnd.Again(null),
    };

    /// <summary>Counts what passes into the hash of the plaintext.</summary>
    private sealed class HashedStream(Stream inner, IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            hash.AppendData(buffer, offset, count);
            inner.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
