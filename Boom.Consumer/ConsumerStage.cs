using Boom.Core.Plays;
using Boom.Core.Queues;
using Boom.Core.Store;
using Boom.Core.Surveys;
using Boom.Core.Telemetry;
using Boom.Hosting;
using Boom.Hosting.Clients;
using Boom.Hosting.Stages;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boom.Consumer;

/// <summary>The consumers: each moves packets of a survey from the brokers to its packets queue.</summary>
/// <param name="configure">
/// Sets the options of each consumer, brokers included, and binds the section with <see cref="Bind"/>. Null for a program of its own, where connection
/// string and configuration say all.
/// </param>
public sealed class ConsumerStage(Action<ConsumerOptions>? configure = null) : IStage
{
    // What is read, and where: the selection of surveys, the connection string and the section Kafka say so.
    static readonly string[] Elsewhere = [nameof(ConsumerOptions.Survey), nameof(ConsumerOptions.BootstrapServers), nameof(ConsumerOptions.Security)];

    Action<ConsumerOptions>? _configure = configure;

    /// <inheritdoc/>
    public string ProgramName => "boom-consumer";

    /// <inheritdoc/>
    public string Section => ConsumerOptions.Section;

    /// <summary>Sets what the section says. The brokers must be known.</summary>
    /// <exception cref="OptionsValidationException">A key is unknown or a value wrong: all of these are named.</exception>
    public static ConsumerOptions Bind(IConfiguration configuration, ConsumerOptions options)
    {
        var problems = OptionsSection.Bind(configuration, ConsumerOptions.Section, options, Elsewhere);
        return problems.Count == 0 ? options : throw new OptionsValidationException(ConsumerOptions.Section, typeof(ConsumerOptions), problems);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> FindProblems(IConfiguration configuration) =>
        OptionsSection.Bind(configuration, Section, new ConsumerOptions { BootstrapServers = "localhost:9092" }, Elsewhere);

    /// <inheritdoc/>
    public IEnumerable<string> Queues(Survey survey) => [QueueNames.Packets(survey)];

    /// <inheritdoc/>
    public void AddClients(IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var security = ProgramSettings.ReadKafka(configuration);
        var brokers = builder.AddBoomKafkaConsumer(security);
        _configure = options =>
        {
            (options.BootstrapServers, options.Security) = (brokers, security);
            if (configuration.GetValue<bool>($"{ConsumerOptions.Section}:{nameof(ConsumerOptions.BrokerIsEmbedded)}"))
                options.UseEmbeddedBroker();
            Bind(configuration, options);
            if (options.GroupId.Length == 0)
                options.GroupId = security.Find("group.id") ?? "";
        };
    }

    /// <inheritdoc/>
    public void AddWorkers(IServiceCollection services, IConfiguration configuration, Survey survey)
    {
        services.TryAddSingleton<IConsumerProgress, ConsumerProgress>();
        services.TryAddSingleton(provider => new DrainGate(provider.GetRequiredService<IHostApplicationLifetime>().StopApplication));
        foreach (var slot in Enumerable.Range(0, Configure(new ConsumerOptions { Survey = survey }).Workers))
            services.AddSingleton<IHostedService>(provider => Create(provider, survey, slot));
    }

    ConsumerOptions Configure(ConsumerOptions options)
    {
        _configure?.Invoke(options);
        return options;
    }

    ConsumerWorker Create(IServiceProvider provider, Survey survey, int slot)
    {
        var options = Configure(new ConsumerOptions { Survey = survey, Surveys = provider.GetRequiredService<SurveyCatalog>() });
        if (options.Instance.Length > 0 && slot > 0)
            options.Instance = $"{options.Instance}-{slot}";
        var time = provider.GetRequiredService<TimeProvider>();
        var pulse = provider.GetRequiredService<StagePulses>().Of($"consumer {survey.ToLowerName()} {slot}");
        var gate = provider.GetRequiredService<DrainGate>();
        if (options.UntilDrained)
            gate.Expect(pulse);
        var queue = provider.GetRequiredService<Func<string, ILeasedQueue>>()(QueueNames.Packets(survey));
        return new ConsumerWorker(
            options, queue, provider.GetRequiredService<ILedger>(), provider.GetRequiredService<IIntakeSwitch>(), provider.GetRequiredService<IConsumerProgress>(),
            new ConsumerTelemetry(survey, options.Group, slot, time), pulse, time, provider.GetRequiredService<ILogger<ConsumerWorker>>(),
            () => gate.Report(pulse), provider.GetService<StorageRoom>());
    }
}
