using System.Runtime.CompilerServices;
using Boom.Core.Queues;
using StackExchange.Redis;

namespace Boom.Messaging.Queues;

/// <content>A look into the queue.</content>
public sealed partial class ValkeyQueue : IQueueContents
{
    /// <summary>Envelopes per reply: a small one has some 100 bytes.</summary>
    const int EnvelopesPerReply = 2_000;

    /// <inheritdoc/>
    /// <remarks>Reads the envelopes, which are there until a message is settled. One that cannot be read is left out.</remarks>
    public async IAsyncEnumerable<QueueMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var envelopes = _connection.GetDatabase().HashScanAsync(Envelopes, pageSize: EnvelopesPerReply).GetAsyncEnumerator(cancellationToken);
        await using (envelopes)
        {
            while (await MoveNextAsync(envelopes))
            {
                if (QueueEnvelope.TryDecode((byte[]?)envelopes.Current.Value ?? [], out var content))
                    yield return content.IsWhole ? content.Message : content.Message with { Payload = default };
            }
        }
    }

    async Task<bool> MoveNextAsync(IAsyncEnumerator<HashEntry> envelopes) => await ServedAsync(envelopes.MoveNextAsync().AsTask());
}
