using Boom.Core.Queues;
using Boom.Core.Surveys;
using Boom.Hosting.Clients;
using Microsoft.Extensions.Hosting;

namespace Boom.Enricher;

/// <summary>The stage as a program of its own.</summary>
static class EnricherProgram
{
    public static void Add(IHostApplicationBuilder builder, IReadOnlyList<Survey> surveys)
    {
        builder.AddBoomValkey().AddBoomStore(surveys);
        builder.WatchQueues(surveys.Select(QueueNames.Enrichment));
        foreach (var survey in surveys)
            builder.Services.AddEnricher(survey);
    }
}
