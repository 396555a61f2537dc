using Boom.Core.Filters.Vectors;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Core.Filters;

/// <summary>Documents with pipelines and what MongoDB makes of them; they are not part of the repository.</summary>
public sealed class VectorFileTests
{
    public static TheoryData<string, int> Files => new()
    {
        { "spec", 36 },
        { "hand-expr", 3500 },
        { "hand-match", 1300 },
        { "hand-stage", 500 },
        { "rand-match", 3200 },
        { "rand-expr", 3300 },
        { "rand-pipe", 800 },
        { "filters", 550 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Run_EverySettledVector_IsRightButThoseDoubted(string name, int atLeast)
    {
        var report = VectorRun.Run(VectorFile.Lines(Require(name)));

        Assert.True(report.Settled >= atLeast, $"{report.Settled} vectors are settled.");
        var unexpected = report.WrongIds.Except(DoubtedVectors.All.Keys).ToArray();
        Assert.True(unexpected.Length == 0, string.Join('\n', report.FirstWrong.Where(fault => unexpected.Contains(fault.Id))));
    }

    [Fact]
    public void Run_VectorsDoubted_AreAnsweredOtherwise()
    {
        var wrong = Files.Select(file => file.Data.Item1).SelectMany(name => VectorRun.Run(VectorFile.Lines(Require(name))).WrongIds).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(DoubtedVectors.All.Keys.Order(StringComparer.Ordinal), wrong.Order(StringComparer.Ordinal));
    }

    static string Require(string name)
    {
        var folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(TestData.Require()))!;
        var path = Path.Combine(folder, "vectors", $"{name}.jsonl.zst");
        Assert.SkipUnless(File.Exists(path), $"There is no file of vectors {name} beside the folder of real packets (BOOM_TEST_DATA).");
        return path;
    }
}
