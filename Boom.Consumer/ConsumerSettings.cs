using System.ComponentModel.DataAnnotations;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Boom.Consumer;

/// <summary>The sections <c>Consumer</c> and <c>Kafka</c>, read in one place for the program, for <c>boom run</c> and for <c>boom doctor</c>.</summary>
public static class ConsumerSettings
{
    // What is read, and where: the selection of surveys, the connection string and the section Kafka say so.
    static readonly string[] Elsewhere = [nameof(ConsumerOptions.Survey), nameof(ConsumerOptions.BootstrapServers), nameof(ConsumerOptions.Security)];

    /// <summary>Sets what the configuration says.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown or a value none: all of these are named.</exception>
    public static ConsumerOptions Bind(IConfiguration configuration, ConsumerOptions options)
    {
        List<string> problems =
        [
            .. StageOptions.Bind(configuration, ConsumerOptions.Section, options, Elsewhere),
            .. StageOptions.Bind(configuration, KafkaSecurity.Section, options.Security),
        ];
        return problems.Count == 0 ? options : throw new OptionsValidationException(ConsumerOptions.Section, typeof(ConsumerOptions), problems);
    }

    /// <summary>What is wrong with the section <c>Consumer</c>, a sentence each.</summary>
    public static IReadOnlyList<string> FindProblems(IConfiguration configuration)
    {
        var options = new ConsumerOptions { BootstrapServers = "localhost:9092" };
        var problems = StageOptions.Bind(configuration, ConsumerOptions.Section, options, Elsewhere);
        return [.. problems, .. options.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage!)];
    }

    /// <summary>Whether the configuration chooses nights, so that not all are read.</summary>
    public static bool ChoosesNights(IConfiguration configuration)
    {
        var section = configuration.GetSection(ConsumerOptions.Section);
        return section[nameof(ConsumerOptions.AllNights)] is null
            && (section[nameof(ConsumerOptions.Night)] is not null || section[nameof(ConsumerOptions.WindowDays)] is not null);
    }
}
