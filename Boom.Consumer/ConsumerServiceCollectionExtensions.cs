using System.ComponentModel.DataAnnotations;
using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Messaging.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Boom.Consumer;

/// <summary>Registration of the consumer.</summary>
public static class ConsumerServiceCollectionExtensions
{
    /// <summary>
    /// Adds the consumer of one survey. It needs <see cref="IConnectionMultiplexer"/> and <see cref="ILedger"/>; may be called once per
    /// survey and slot, the slot being the place of a consumer among its kind in this program, from 0.
    /// </summary>
    /// <exception cref="OptionsValidationException">An option is out of range: thrown when the host starts.</exception>
    public static IServiceCollection AddConsumer(
        this IServiceCollection services, Survey survey, Action<ConsumerOptions> configure, int slot = 0)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StagePulses>();
        services.TryAddSingleton<IConsumerProgress, ConsumerProgress>();
        services.TryAddSingleton(provider => new DrainGate(provider.GetRequiredService<IHostApplicationLifetime>().StopApplication));
        services.AddSingleton<IHostedService>(provider => CreateWorker(provider, survey, configure, slot));
        return services;
    }

    /// <summary>The consumer group of a survey unless another is given.</summary>
    internal static string DefaultGroupId(Survey survey) => $"boom-{survey.ToLowerName()}";

    static ConsumerWorker CreateWorker(IServiceProvider provider, Survey survey, Action<ConsumerOptions> configure, int slot)
    {
        var options = new ConsumerOptions { Survey = survey, Surveys = provider.GetService<SurveyCatalog>() ?? SurveyCatalog.Default };
        configure(options);
        Validate(options);
        if (options.Instance.Length > 0 && slot > 0)
            options.Instance = $"{options.Instance}-{slot}";
        var timeProvider = provider.GetRequiredService<TimeProvider>();
        var pulse = provider.GetRequiredService<StagePulses>().Of($"consumer {survey.ToLowerName()} {slot}");
        var gate = provider.GetRequiredService<DrainGate>();
        if (options.UntilDrained)
            gate.Expect(pulse);
        var queue = new ValkeyQueue(provider.GetRequiredService<IConnectionMultiplexer>(), QueueNames.Packets(survey), timeProvider);
        return new ConsumerWorker(
            options,
            queue,
            provider.GetRequiredService<ILedger>(),
            provider.GetRequiredService<IConsumerProgress>(),
            new ConsumerTelemetry(survey, options.GroupId.Length > 0 ? options.GroupId : DefaultGroupId(survey), slot, timeProvider),
            pulse,
            timeProvider,
            provider.GetRequiredService<ILogger<ConsumerWorker>>(),
            () => gate.Report(pulse));
    }

    static void Validate(ConsumerOptions options)
    {
        var problems = new List<string>();
        foreach (var problem in options.Validate(new ValidationContext(options)))
            problems.Add(problem.ErrorMessage!);
        if (problems.Count > 0)
            throw new OptionsValidationException(nameof(ConsumerOptions), typeof(ConsumerOptions), problems);
    }
}
