using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Lab.Bench.Filters;
using Xunit;

namespace Boom.Tests.Lab.Bench.Filters;

public sealed class PipelineMakerTests
{
    public static TheoryData<string> Shapes => [.. PipelineShape.All.Select(shape => shape.Key)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Make_Many_AreDifferentAndCompile(string key)
    {
        var shape = PipelineShape.All.Single(shape => shape.Key == key);
        var plan = new FilterPlan();

        var pipelines = PipelineMaker.Make(shape, 120, 7);

        Assert.Equal(120, pipelines.Distinct().Count());
        foreach (var pipeline in pipelines)
            Assert.Empty(AlertFilter.Compile(pipeline, SurveyCatalog.Default[Survey.Ztf].FilterView, new FilterRights(Programs: [1]), plan).Warnings);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Make_SameSeed_IsTheSame(string key)
    {
        var shape = PipelineShape.All.Single(shape => shape.Key == key);

        Assert.Equal(PipelineMaker.Make(shape, 20, 3), PipelineMaker.Make(shape, 20, 3));
        Assert.NotEqual(PipelineMaker.Make(shape, 20, 3), PipelineMaker.Make(shape, 20, 4));
    }

    [Fact]
    public void Make_Mixed_IsOfAllExamplesThatItNames()
    {
        var projections = PipelineMaker.Make(PipelineShape.Mixed, 200, 1).Select(pipeline => pipeline[pipeline.LastIndexOf("\"$project\"", StringComparison.Ordinal)..]).Distinct();

        Assert.Equal(10, projections.Count());
    }
}
