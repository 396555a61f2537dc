using Boom.Core.Plays;
using Boom.Core.Resilience;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Messaging.Kafka;

namespace Boom.Embedded.Accounts;

/// <summary>What has been published: by the watermarks of a real broker, or by the play journal for the embedded one.</summary>
static class Publications
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
        var held = await ReadBrokerAsync(scope, ledger, surveys, cancellationToken);

        // A topic of the broker and one that was played to the embedded broker are not the same, whatever their name.
        var topics = held.Select(range => range.Topic).ToHashSet(StringComparer.Ordinal);
        return [.. held, .. played.Where(range => !topics.Contains(range.Topic))];
    }

    static async Task<List<PublishedRange>> ReadBrokerAsync(
        AccountScope scope, IReadOnlyList<LedgerPartition> ledger, IEnumerable<Survey> surveys, CancellationToken cancellationToken)
    {
        using var own = scope.Admin is null ? new KafkaAdmin(scope.Kafka!, ServerSettings.FromEnvironment().Security) : null;
        var admin = scope.Admin ?? own!;
        var named = surveys.Select(SurveyCatalog.Default.Topics).ToList();
        List<string> topics = [.. admin.ListTopics().Where(topic => named.Exists(survey => IsRead(survey, topic)) && scope.Includes?.Invoke(topic) != false)];
        return await BrokerTopics.ReadAsync(admin, topics, ledger, scope.ComparesPackets, cancellationToken);

        // A topic of simulated alerts concerns only those who have read it.
        bool IsRead(SurveyTopics survey, string topic) => topic == survey.Simulated ? ledger.Any(known => TopicIncarnation.TopicOf(known.Topic) == topic) : survey.Includes(topic);
    }
}
