using Boom.Core.Filters;
using Boom.Core.Surveys;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Filters that astronomers have published; they are not part of the repository.</summary>
public sealed class PublishedFilterTests
{
    [Theory]
    [InlineData("boom/cats150.pipeline.json", Survey.Ztf, true)]
    [InlineData("boom/fast.json", Survey.Ztf, true)]
    [InlineData("boom/lsst.json", Survey.Lsst, false)]
    public void Compile_FilterOfTheReference_IsTaken(string name, Survey survey, bool needsObject)
    {
        var view = SurveyCatalog.Default[survey].FilterView;

        var filter = AlertFilter.Compile(Text(name), view, new FilterRights(view.HasPrograms ? [1] : null), new());

        Assert.Equal(needsObject, filter.NeedsObject);
        Assert.Empty(filter.Warnings);
    }

    [Fact]
    public void Parse_FiltersOfThePredecessor_HaveNoUnknownWord()
    {
        var folder = Path.Combine(TestData.Require(), "filters", "kowalski");
        Assert.SkipUnless(Directory.Exists(folder), "There are no published filters in the folder of real packets (BOOM_TEST_DATA).");

        Assert.All(Directory.GetFiles(folder, "*.json"), path => FilterPipeline.Parse(File.ReadAllText(path), new()));
    }

    static string Text(string name)
    {
        var path = Path.Combine(TestData.Require(), "filters", name);
        Assert.SkipUnless(File.Exists(path), $"There is no published filter {name} in the folder of real packets (BOOM_TEST_DATA).");
        return File.ReadAllText(path);
    }
}
