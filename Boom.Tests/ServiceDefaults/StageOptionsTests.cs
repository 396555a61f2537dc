using System.ComponentModel.DataAnnotations;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Boom.Tests.ServiceDefaults;

public sealed class StageOptionsTests
{
    static IConfiguration Configuration(params (string Key, string Value)[] values)
        => new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();

    [Fact]
    public void Bind_GoodSection_HasNoProblem()
    {
        var options = new Sample();

        Assert.Empty(StageOptions.Bind(Configuration(("Sample:Count", "7"), ("Sample:Wait", "00:00:02")), "Sample", options));

        Assert.Equal((7, TimeSpan.FromSeconds(2)), (options.Count, options.Wait));
    }

    [Fact]
    public void Bind_UnknownKey_NamesItAndTheOptions()
        => Assert.Equal(
            ["Sample:Conut is not an option; the options are Count, Wait."],
            StageOptions.Bind(Configuration(("Sample:Conut", "7")), "Sample", new Sample()));

    [Theory]
    [InlineData("Sample:Count", "11", "Sample:Count is 11; give 1 to 10.")]
    [InlineData("Sample:Wait", "01:00:00", "Sample:Wait is 01:00:00; give 00:00:01 to 00:01:00.")]
    public void Bind_OutOfRange_NamesKeyValueAndRange(string key, string value, string problem)
        => Assert.Equal([problem], StageOptions.Bind(Configuration((key, value)), "Sample", new Sample()));

    [Fact]
    public void Bind_NotANumber_NamesKeyAndValue()
    {
        var problem = Assert.Single(StageOptions.Bind(Configuration(("Sample:Count", "many")), "Sample", new Sample()));
        Assert.Contains("'many' at 'Sample:Count'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void AddStageOptions_WrongSection_FailsWithEveryProblem()
    {
        var services = new ServiceCollection()
            .AddSingleton(Configuration(("Sample:Count", "0"), ("Sample:Extra", "1")))
            .AddStageOptions<Sample>("Sample")
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<Sample>>().Value);

        Assert.Equal(2, fault.Failures.Count());
    }

    sealed class Sample
    {
        [Range(1, 10)]
        public int Count { get; set; } = 5;

        [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(5);
    }
}
