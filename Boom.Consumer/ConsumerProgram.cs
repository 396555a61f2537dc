using Boom.Core.Alerts;
using Boom.Core.Pipeline;
using Boom.Messaging.Kafka;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Clients;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Boom.Consumer;

/// <summary>The stage as a program of its own.</summary>
static class ConsumerProgram
{
    public static void Add(IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        var asked = Bind(builder.Configuration, new ConsumerOptions());
        var workers = Math.Max(1, asked.Workers);
        var kafka = builder.AddBoomKafkaConsumer(asked.Security);
        builder.AddBoomValkey().AddBoomStore(surveys);
        builder.WatchQueues(surveys.Select(QueueNames.Packets));
        foreach (var survey in surveys)
        {
            for (var slot = 0; slot < workers; slot++)
                builder.Services.AddConsumer(survey, Configure, slot);
        }

        void Configure(ConsumerOptions options)
        {
            Bind(builder.Configuration, options).BootstrapServers = kafka;
            options.Security = asked.Security;
            if (options.GroupId.Length == 0)
                options.GroupId = asked.Security.Find("group.id") ?? "";
        }
    }

    static ConsumerOptions Bind(IConfiguration configuration, ConsumerOptions options)
    {
        List<string> problems =
        [
            .. StageOptions.Bind(configuration, ConsumerOptions.Section, options),
            .. StageOptions.Bind(configuration, KafkaSecurity.Section, options.Security),
        ];
        return problems.Count == 0 ? options : throw new OptionsValidationException(ConsumerOptions.Section, typeof(ConsumerOptions), problems);
    }
}
