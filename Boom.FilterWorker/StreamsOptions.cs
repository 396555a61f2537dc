using System.ComponentModel.DataAnnotations;
using Boom.Core.Messages;
using Boom.Core.Surveys;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Boom.FilterWorker;

/// <summary>The topics that are published, section <c>Streams</c>.</summary>
/// <param name="Public">What everybody may see.</param>
/// <param name="Results">What filters let pass.</param>
/// <param name="BrokerIsEmbedded">The broker is that of <c>boom serve</c>, which makes topics when they are asked for. Default false.</param>
/// <param name="Folder">Folder where messages are kept before they are sent, for <c>boom serve</c> to send again at its start; null for none.</param>
public sealed record StreamsOptions(PublicStreamsOptions Public, ResultStreamsOptions Results, bool BrokerIsEmbedded, string? Folder = null)
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Streams";

    const string ResultsSuffix = "_alerts_results";

    /// <summary>Reads the section.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="problems">Takes what is wrong, a sentence each.</param>
    public static StreamsOptions Read(IConfiguration configuration, ICollection<string> problems)
    {
        string[] known = [nameof(BrokerIsEmbedded), nameof(Folder), nameof(Public), nameof(Results)];
        var section = configuration.GetSection(Section);
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                problems.Add($"{Section}:{child.Key} is not an option; the options are {string.Join(", ", known)}.");
        }

        var (open, results) = (new PublicStreamsOptions(), new ResultStreamsOptions());
        foreach (var problem in OptionsSection.Bind(configuration, $"{Section}:{nameof(Public)}", open))
            problems.Add(problem);
        foreach (var problem in OptionsSection.Bind(configuration, $"{Section}:{nameof(Results)}", results))
            problems.Add(problem);
        var isEmbedded = section[nameof(BrokerIsEmbedded)] is { Length: > 0 } text;
        if (isEmbedded && !bool.TryParse(section[nameof(BrokerIsEmbedded)], out isEmbedded))
            problems.Add($"{Section}:{nameof(BrokerIsEmbedded)} is {section[nameof(BrokerIsEmbedded)]}; give true or false.");
        var folder = section[nameof(Folder)] is { Length: > 0 } named ? named : null;
        if (folder is not null && !isEmbedded)
            problems.Add($"{Section}:{nameof(Folder)} is for the broker of boom serve, which forgets its messages: set {Section}:{nameof(BrokerIsEmbedded)} too, or leave it out.");
        return new StreamsOptions(open, results, isEmbedded, folder);
    }

    /// <summary>Reads the section.</summary>
    /// <exception cref="ConfigurationFaultException">A key is unknown or a value wrong: all of these are named.</exception>
    public static StreamsOptions Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var options = Read(configuration, problems);
        ConfigurationFaultException.ThrowIfAny(problems);
        return options;
    }

    /// <summary>The topic of what the filters of a survey let pass.</summary>
    public static string ResultsOf(Survey survey) => survey.ToUpperName() + ResultsSuffix;

    /// <summary>How long messages of a topic are kept.</summary>
    public TimeSpan RetentionOf(string topic) => topic.EndsWith(ResultsSuffix, StringComparison.Ordinal) ? Results.Retention : Public.Retention;

    /// <summary>How long messages are kept, of whatever topic.</summary>
    public TimeSpan LongestRetention => Results.Retention > Public.Retention ? Results.Retention : Public.Retention;

    /// <summary>The topics of a survey.</summary>
    internal IReadOnlyList<StreamTopic> TopicsOf(ISurvey survey)
    {
        var topics = new List<StreamTopic> { new(ResultsOf(survey.Key), Results.Partitions, Results.Retention) };
        if (Public.Enabled && survey.Public is { } rules)
            topics.AddRange(rules.Topics.Select(name => new StreamTopic(name, Public.Partitions, Public.Retention)));
        return topics;
    }
}

/// <summary>Streams that everybody may read, section <c>Streams:Public</c>.</summary>
public sealed class PublicStreamsOptions
{
    /// <summary>Whether they are published; default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Partitions of each topic when it is made, 1 to 1,000; default 15.</summary>
    [Range(1, 1000)]
    public int Partitions { get; set; } = 15;

    /// <summary>How long the brokers keep messages, 1 h to 365 d; default 3 d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(3);
}

/// <summary>Streams of what filters let pass, section <c>Streams:Results</c>.</summary>
public sealed class ResultStreamsOptions
{
    /// <summary>Partitions of each topic when it is made, 1 to 1,000; default 15.</summary>
    [Range(1, 1000)]
    public int Partitions { get; set; } = 15;

    /// <summary>How long the brokers keep messages, 1 h to 365 d; default 7 d.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
