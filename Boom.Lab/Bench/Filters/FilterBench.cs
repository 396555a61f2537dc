using Boom.Core.Messages;
using Boom.Simulation;

namespace Boom.Lab.Bench.Filters;

/// <summary>
/// <c>boom bench filters</c>: a thousand filters on ten thousand alerts, shape by shape, on one thread. Alerts are read a batch at a time, as a filter worker
/// does; the reading is not measured, the building of field indexes is.
/// </summary>
/// <param name="folder">Existing folder for everything it writes.</param>
/// <param name="options">What is measured.</param>
/// <param name="report">Hears what is being done.</param>
internal sealed class FilterBench(string folder, FilterBenchOptions options, TimeProvider time, Action<string> report)
{
    /// <summary>Alerts taken in hand at once, as by a filter worker.</summary>
    public const int BatchSize = 500;

    /// <summary>Detections in the band of an alert, for shapes that are of light curves.</summary>
    public const int Points = 50;

    // So many evaluations let the runtime compile what is used for the last time.
    const int WarmAlerts = 200;

    /// <summary>Measures everything.</summary>
    public async Task<FilterFigures> RunAsync(CancellationToken cancellationToken)
    {
        report($"making {options.Alerts} alerts");
        using var night = await FilterNight.CreateAsync(folder, new SimulationOptions { Alerts = options.Alerts, Seed = options.Seed }, time, cancellationToken);
        var figures = options.Shapes.Select(shape => new FilterFigure(shape)).ToList();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var figure in figures)
            {
                report($"round {round} of {options.Rounds}: {figure.Shape.Key}");
                await MeasureAsync(night, figure, cancellationToken);
            }
        }

        var reference = new List<ReferenceFigure>();
        if (options.MongoDb is { } server)
        {
            report("the reference's way");
            using var way = await ReferenceWay.OpenAsync(server, night, time, cancellationToken);
            foreach (var figure in figures.Where(figure => figure.Shape != PipelineShape.Mixed))
                reference.Add(await way.MeasureAsync(figure.Shape, PipelineMaker.Make(figure.Shape, ReferenceWay.Filters, options.Seed), PointsOf(figure.Shape), cancellationToken));
        }

        return new FilterFigures(options, figures, reference);
    }

    static int? PointsOf(PipelineShape shape) => shape == PipelineShape.Riser ? Points : null;

    async Task MeasureAsync(FilterNight night, FilterFigure figure, CancellationToken cancellationToken)
    {
        var pipelines = PipelineMaker.Make(figure.Shape, options.Filters, options.Seed);
        var began = time.GetTimestamp();
        using IShapeRun run = figure.Shape == PipelineShape.Mixed ? new WorkerRun(pipelines, night.Survey, time) : new PlainRun(pipelines, night.Survey, time);
        figure.CompileMicroseconds.Add(time.GetElapsedTime(began).TotalMicroseconds / pipelines.Count);
        List<AlertDocuments> first = await night.ReadAsync([.. night.Candids.Take(WarmAlerts)], PointsOf(figure.Shape), cancellationToken);
        run.Run(first);
        var sum = default(FilterMeasure);
        foreach (var candids in night.Candids.Chunk(BatchSize))
        {
            var alerts = await night.ReadAsync(candids, PointsOf(figure.Shape), cancellationToken);
            sum += run.Run(alerts);
        }

        figure.Rounds.Add(sum);
    }
}
