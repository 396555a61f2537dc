using System.Globalization;
using Boom.Consumer;
using Microsoft.Extensions.Configuration;

namespace Boom.Embedded.Pipeline;

/// <summary>What the consumers of a run read.</summary>
static class RunConsumers
{
    /// <summary>Sets a consumer's options: those of the stack, then those of the configuration, then the night that the command names.</summary>
    public static void Configure(ConsumerOptions options, IConfiguration configuration, EmbeddedStack stack, PipelineSettings settings)
    {
        stack.Configure(options);
        options.AllNights &= !ChoosesNights(configuration);
        options.Simulated |= settings.Simulates;
        ConsumerStage.Bind(configuration, options);
        if (settings.Night is not { } date)
            return;
        options.AllNights = false;
        options.Night = date.ToString(TopicPlan.NightFormat, CultureInfo.InvariantCulture);
        options.WindowDays = 0;
    }

    /// <summary>Whether any of them reads a topic.</summary>
    public static bool Read(string topic, PipelineSettings settings, EmbeddedStack stack, IConfiguration configuration, DateTimeOffset now)
    {
        return settings.Surveys.Any(survey =>
        {
            var options = new ConsumerOptions { Survey = survey };
            Configure(options, configuration, stack, settings);
            return new TopicPlan(options).Reads(topic, now);
        });
    }

    /// <summary>Whether the configuration chooses nights, so that not all are read.</summary>
    public static bool ChoosesNights(IConfiguration configuration)
    {
        var section = configuration.GetSection(ConsumerOptions.Section);
        return section[nameof(ConsumerOptions.AllNights)] is null
            && (section[nameof(ConsumerOptions.Night)] is not null || section[nameof(ConsumerOptions.WindowDays)] is not null);
    }
}
