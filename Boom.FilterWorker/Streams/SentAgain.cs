using Boom.Core.Messages;

namespace Boom.FilterWorker.Streams;

/// <summary>Messages of earlier runs that a broker was sent again when it started.</summary>
/// <param name="Sent">Messages that it has confirmed.</param>
/// <param name="Refused">Messages that it does not take, whatever is done.</param>
/// <param name="FirstRefused">The first of those; null when there are none.</param>
/// <param name="Damage">What of their files could not be read.</param>
readonly record struct SentAgain(long Sent, long Refused, RefusedMessage? FirstRefused, SegmentDamage Damage = default)
{
    /// <summary>What a person should know, sentences; none when all were sent.</summary>
    public IEnumerable<string> Warnings => ((string?[])[Refusal, Damage.Warning]).OfType<string>();

    string? Refusal => FirstRefused is { } first
        ? FormattableString.Invariant($"{Refused} {(Refused == 1 ? "message" : "messages")} of earlier runs cannot be sent again, the first of them for {first.Message.Topic} ({first.Reason}).")
        : null;
}
