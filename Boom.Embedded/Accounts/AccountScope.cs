using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Embedded.Plays;
using Boom.Messaging.Kafka;

namespace Boom.Embedded.Accounts;

/// <summary>What an account is drawn up of.</summary>
/// <param name="Kafka">Bootstrap servers of a real broker; null for the embedded one.</param>
/// <param name="FindLost">Of a play, the sequence numbers of the packets that nothing accounts for and that cannot be had again, ascending.</param>
public sealed record AccountScope(
    string? Kafka, Func<Play, IReadOnlyList<LedgerPartition>, CancellationToken, ValueTask<IReadOnlyList<long>>> FindLost)
{
    /// <summary>Which topics count; null for all.</summary>
    public Func<string, bool>? Includes { get; init; }

    /// <summary>A connection to the broker that is kept for who asks often; null to make one.</summary>
    public KafkaAdmin? Admin { get; init; }

    /// <summary>Whether the broker's packets are compared with the last ones that are accounted for, which takes a while.</summary>
    public bool ComparesPackets { get; init; }

    /// <summary>The scope of a command that looks at a store from outside: the sources of plays are looked at as well.</summary>
    public static AccountScope Of(IPlayJournal journal, string? kafka) =>
        new(kafka, (play, ledger, cancellationToken) => PlaySources.FindLostAsync(journal, ledger, play, cancellationToken)) { ComparesPackets = true };
}
