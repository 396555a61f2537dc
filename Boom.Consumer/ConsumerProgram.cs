using Boom.Core.Alerts;
using Boom.ServiceDefaults;
using Boom.ServiceDefaults.Clients;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Boom.Consumer;

/// <summary>The stage as a program of its own.</summary>
static class ConsumerProgram
{
    public static void Add(IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        var kafka = builder.AddBoomKafka();
        builder.AddBoomValkey().AddBoomStore();
        foreach (var survey in surveys)
        {
            builder.Services.AddConsumer(survey, options =>
            {
                options.BootstrapServers = kafka;
                if (StageOptions.Bind(builder.Configuration, ConsumerOptions.Section, options) is { Count: > 0 } problems)
                    throw new OptionsValidationException(ConsumerOptions.Section, typeof(ConsumerOptions), problems);
            });
        }
    }
}
