using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting.Clients;
using Microsoft.Extensions.Hosting;

namespace Boom.AlertWorker;

/// <summary>The stage as a program of its own.</summary>
static class AlertWorkerProgram
{
    public static void Add(IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        builder.AddBoomValkey().AddBoomStore(surveys);
        builder.WatchQueues(surveys.SelectMany(survey => new[] { QueueNames.Packets(survey), QueueNames.Enrichment(survey) }));
        foreach (var survey in surveys)
            builder.Services.AddAlertWorker(survey);
    }
}
