using System.Text;
using Boom.Core.Surveys;
using Boom.Core.Surveys.Ztf;
using Boom.Inference;
using Boom.Inference.Providers;
using Boom.Tests.Support;
using Xunit;

namespace Boom.Tests.Inference.Providers;

/// <summary>Where networks run: what is asked for, and what build and machine have.</summary>
public sealed class ProviderChoiceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Network _network;

    public ProviderChoiceTests()
    {
        // No light curve is needed.
        var json = TinyModel.Json.Replace("derived.nnondet", "candidate.fwhm", StringComparison.Ordinal);
        TinyModel.Write(_folder.Path, json: json);
        _network = Network.Open(ModelManifest.Parse(Encoding.UTF8.GetBytes(json), "tiny.json"), _folder.Path);
    }

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ModelProvider.Cpu, true, 0)]
    [InlineData(ModelProvider.Auto, false, 0)]
    [InlineData(ModelProvider.Auto, true, 2)]
    [InlineData(ModelProvider.Cuda, true, 2)]
    public void Open_BuildAndWish_DecideTheDevices(ModelProvider provider, bool isBuiltIn, int devices)
    {
        var opened = new List<int>();

        var queues = Choice(provider).Open([_network], () => isBuiltIn, device => Note(opened, device), TimeProvider.System);

        Assert.Equal(devices, queues.Count);
        Assert.Equal(devices == 0 ? [] : [0, 3], opened);
        Dispose(queues);
    }

    [Fact]
    public void Open_CudaIsNotBuiltIn_SaysHowToBuildIt()
    {
        var fault = Assert.Throws<ModelException>(() => Choice(ModelProvider.Cuda).Open([_network], () => false, _ => new Constant(), TimeProvider.System));

        Assert.Contains("-p:Gpu=true", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ThisBuild_HasNoCudaAndSaysSoWhenAsked()
    {
        Assert.Empty(Choice(ModelProvider.Auto).Open([_network], TimeProvider.System));
        Assert.Throws<ModelException>(() => Choice(ModelProvider.Cuda).Open([_network], TimeProvider.System));
    }

    [Fact]
    public void Open_DeviceIsAbsent_IsAnErrorWhenAskedForAndTheProcessorsElse()
    {
        Assert.Empty(Choice(ModelProvider.Auto).Open([_network], () => true, _ => throw new ModelException("no device"), TimeProvider.System));
        var fault = Assert.Throws<ModelException>(() => Choice(ModelProvider.Cuda).Open([_network], () => true, _ => throw new ModelException("no device"), TimeProvider.System));

        Assert.Contains("no device", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Models:Devices", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SetOnDevices_ScoresComeFromThemInBatches()
    {
        var constants = new List<Constant>();
        var queues = Choice(ModelProvider.Cuda).Open([_network], () => true, _ => Add(constants), TimeProvider.System);
        using var set = new NetworkSet([new ScheduledNetwork(_network, NetworkPolicy.Always)], new ZtfSurvey(), FeatureRecipe.Training, threads: 1, queues);
        var outcomes = new NetworkOutcome[100];

        await set.RunAsync(outcomes.Length, ScoreAsync, TestContext.Current.CancellationToken);

        Assert.True(set.IsOnDevice);
        Assert.Equal(16, set.AtOnce);
        Assert.All(outcomes, outcome => Assert.Equal(0.25f, outcome.Score));
        Assert.Equal(outcomes.Length, constants.Sum(device => device.Alerts));
        Assert.InRange(constants.Sum(device => device.Runs), 1, outcomes.Length - 1);

        async ValueTask ScoreAsync(int i, NetworkSlot slot)
        {
            slot.Begin(NetworkSlotTests.Alert(fwhm: 1, rock: false, science: 0, difference: 0));
            outcomes[i] = await slot.RunAsync(0);
        }
    }

    static ProviderChoice Choice(ModelProvider provider) => new(provider, [0, 3], BatchSize: 8);

    static Constant Note(List<int> opened, int device)
    {
        opened.Add(device);
        return new Constant();
    }

    static Constant Add(List<Constant> all)
    {
        all.Add(new Constant());
        return all[^1];
    }

    static void Dispose(IReadOnlyList<DeviceQueue> queues)
    {
        foreach (var queue in queues)
            queue.Dispose();
    }

    sealed class Constant : IBatchRunner
    {
        public int Alerts { get; private set; }

        public int Runs { get; private set; }

        public void Run(int network, IReadOnlyList<ReadOnlyMemory<float>> inputs, Span<float> scores)
        {
            scores.Fill(0.25f);
            (Alerts, Runs) = (Alerts + scores.Length, Runs + 1);
        }

        public void Dispose()
        {
        }
    }
}
