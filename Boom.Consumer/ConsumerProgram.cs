using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting.Clients;
using Microsoft.Extensions.Hosting;

namespace Boom.Consumer;

/// <summary>The stage as a program of its own.</summary>
static class ConsumerProgram
{
    public static void Add(IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        var asked = ConsumerSettings.Bind(builder.Configuration, new ConsumerOptions());
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
            ConsumerSettings.Bind(builder.Configuration, options).BootstrapServers = kafka;
            options.Security = asked.Security;
            if (options.GroupId.Length == 0)
                options.GroupId = asked.Security.Find("group.id") ?? "";
        }
    }
}
