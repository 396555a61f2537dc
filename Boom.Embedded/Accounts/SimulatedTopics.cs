using Boom.Core.Plays;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Embedded.Plays;
using Boom.Messaging.Kafka;

namespace Boom.Embedded.Accounts;

/// <summary>Which topics hold packets of a sky that never was.</summary>
/// <param name="Packets">Per topic, how many; null where the broker shows that there are some, and not how many.</param>
public sealed record SimulatedTopics(IReadOnlyDictionary<string, long?> Packets)
{
    /// <summary>By the play journal, and by the headers of a named broker.</summary>
    /// <param name="journal">What was played to the embedded broker.</param>
    /// <param name="servers">A broker, maybe.</param>
    /// <param name="surveys">Whose topics are looked at.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<SimulatedTopics> ReadAsync(
        IPlayJournal journal, ServerSettings servers, IEnumerable<Survey> surveys, CancellationToken cancellationToken)
    {
        var packets = new SortedDictionary<string, long?>(StringComparer.Ordinal);
        foreach (var play in await journal.ReadPlaysAsync(cancellationToken))
        {
            if (PlaySources.IsSimulated(play.Source))
                packets[play.Topic] = packets.GetValueOrDefault(play.Topic).GetValueOrDefault() + play.Published;
        }

        if (servers.Kafka is { } kafka)
            Look(kafka, servers.Security, [.. surveys.Select(SurveyCatalog.Default.Topics)], packets, cancellationToken);
        return new SimulatedTopics(packets);
    }

    /// <summary>For people: a line each.</summary>
    public IEnumerable<string> ToLines() => Packets.Select(topic => topic.Value is { } known
        ? $"{topic.Key}: {TotalAccount.Count(known)} of its packets are simulated"
        : $"{topic.Key}: holds simulated packets");

    static void Look(
        string kafka, KafkaSecurity security, List<SurveyTopics> surveys, SortedDictionary<string, long?> packets, CancellationToken cancellationToken)
    {
        using var admin = new KafkaAdmin(kafka, security);
        var probe = new SimulationProbe(kafka, security);
        foreach (var topic in admin.ListTopics().Where(topic => surveys.Exists(survey => survey.Includes(topic))))
        {
            if (probe.Look(topic, admin.ReadWatermarks(topic), cancellationToken))
                packets[topic] = null;
        }
    }
}
