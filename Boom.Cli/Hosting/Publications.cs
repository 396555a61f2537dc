using System.Text.RegularExpressions;
using Boom.Core.Accounting;
using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.Core.Surveys;
using Boom.Messaging.Kafka;

namespace Boom.Cli.Hosting;

/// <summary>What has been published: by the watermarks of a real broker, or by the play journal for the embedded one.</summary>
internal static class Publications
{
    /// <summary>All ranges. Throws <see cref="TransientFaultException"/> when the broker does not answer.</summary>
    public static async ValueTask<IReadOnlyList<PublishedRange>> ReadAsync(
        IPlayJournal journal, IReadOnlyList<LedgerPartition> ledger, AccountScope scope, IEnumerable<Survey> surveys, CancellationToken cancellationToken)
    {
        var plays = (await journal.ReadPlaysAsync(cancellationToken)).Where(play => scope.Includes?.Invoke(play.Topic) ?? true).ToList();
        var lost = new Dictionary<long, IReadOnlyList<long>>();
        foreach (var play in plays)
            lost[play.Id] = await scope.FindLost(play, ledger, cancellationToken);
        var played = PlayRanges.Of(plays, play => lost[play.Id]).ToList();
        if (scope.Kafka is null)
            return played;
        var held = ReadBroker(scope.Kafka, surveys);
        if (scope.Includes is { } includes)
            held.RemoveAll(range => !includes(range.Topic));
        // A topic of the broker and one that was played to the embedded broker are not the same, whatever their name.
        var topics = held.Select(range => range.Topic).ToHashSet(StringComparer.Ordinal);
        return [.. held, .. played.Where(range => !topics.Contains(range.Topic))];
    }

    static List<PublishedRange> ReadBroker(string kafka, IEnumerable<Survey> surveys)
    {
        using var admin = new KafkaAdmin(kafka, ServerSettings.FromEnvironment().Security);
        var patterns = surveys.Select(survey => new Regex(NightTopics.Pattern(survey))).ToList();
        var ranges = new List<PublishedRange>();
        foreach (var topic in admin.ListTopics().Where(topic => patterns.Exists(pattern => pattern.IsMatch(topic))))
        {
            var marks = admin.ReadWatermarks(topic);
            for (var partition = 0; partition < marks.Count; partition++)
                ranges.Add(new PublishedRange(topic, partition, marks[partition].Low, marks[partition].High, marks[partition].Low));
        }

        return ranges;
    }
}
