using Boom.Lab.Drill;
using Xunit;

namespace Boom.Tests.Lab.Drill;

public sealed class DrillPlanTests
{
    static readonly string[] Programs = ["consumer-0", "alert-worker-0", "enricher-0"];
    static readonly string[] Servers = [DrillServers.KafkaName, DrillServers.ValkeyName, DrillServers.MongoName, DrillCatalogs.Name];
    static readonly TimeSpan Night = TimeSpan.FromSeconds(8);

    [Fact]
    public void Create_SameSeed_GivesTheSamePlan() => Assert.Equal(Create(7), Create(7));

    [Fact]
    public void Create_ManySeeds_HaveTwoToSixFaultsWithinTheNight()
    {
        for (ulong seed = 0; seed < 500; seed++)
        {
            var plan = Create(seed);
            Assert.InRange(plan.Count, 2, 6);
            Assert.All(plan, fault => Assert.InRange(fault.At, TimeSpan.Zero, Night));
        }
    }

    [Fact]
    public void Create_ManySeeds_NeverBreakATargetTwiceAtOnce()
    {
        for (ulong seed = 0; seed < 500; seed++)
        {
            foreach (var target in Create(seed).GroupBy(fault => fault.Target))
                Assert.All(target.Zip(target.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.At, $"seed {seed}: {pair}"));
        }
    }

    [Fact]
    public void Create_ManySeeds_EveryFaultOfEveryTargetHappens()
    {
        var seen = Enumerable.Range(0, 2000).SelectMany(seed => Create((ulong)seed)).Select(fault => (fault.Kind, fault.Target)).ToHashSet();

        foreach (var kind in DrillPlan.DefaultKinds)
            Assert.Contains(seen, fault => fault.Kind == kind);
        Assert.All(Programs.Concat(Servers), target => Assert.Contains(seen, fault => fault.Target == target));
    }

    [Fact]
    public void Create_EachKindAlone_IsDrawn()
    {
        DrillFaultKind[] replaced = [DrillFaultKind.Upgrade, DrillFaultKind.Downgrade];
        foreach (var kind in Enum.GetValues<DrillFaultKind>().Except(replaced))
        {
            var plans = Enumerable.Range(0, 50).SelectMany(
                seed => DrillPlan.Create((ulong)seed, Programs, Servers, Night, _ => true, new HashSet<DrillFaultKind> { kind })).ToList();
            Assert.NotEmpty(plans);
            Assert.All(plans, fault => Assert.Equal(kind, fault.Kind));
        }
    }

    [Fact]
    public void Create_ManySeeds_LeaveTheClocksOfKafkaClientsAlone() => Assert.DoesNotContain(
        Enumerable.Range(0, 2000).SelectMany(seed => Create((ulong)seed)),
        fault => DrillPlan.IsOfClock(fault.Kind) && fault.Target.StartsWith("consumer", StringComparison.Ordinal));

    [Fact]
    public void Upgrade_EveryEarlierProgram_IsReplacedWithinTheNight()
    {
        var plan = DrillPlan.Upgrade(1, Programs, Night);

        Assert.Equal(Programs.Order(), plan.Where(fault => fault.Kind == DrillFaultKind.Upgrade).Select(fault => fault.Target).Order());
        Assert.Single(plan, fault => fault.Kind == DrillFaultKind.Downgrade);
        Assert.All(plan, fault => Assert.InRange(fault.At, TimeSpan.Zero, Night));
        Assert.Equal(plan, DrillPlan.Upgrade(1, Programs, Night));
    }

    [Fact]
    public void Create_WithUpgrades_KeepsThemAndBreaksNoneOfTheirTargetsMeanwhile()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var upgrades = DrillPlan.Upgrade(seed, Programs, Night);
            var plan = DrillPlan.Create(seed, Programs, Servers, Night, _ => true, DrillPlan.KindsWithEarlierBuild, upgrades);
            Assert.All(upgrades, upgrade => Assert.Contains(upgrade, plan));
            foreach (var target in plan.GroupBy(fault => fault.Target))
                Assert.All(target.Zip(target.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.At, $"seed {seed}: {pair}"));
        }
    }

    [Fact]
    public void Create_ServerThatMayNotBeKilled_IsStoppedInstead()
    {
        var plans = Enumerable.Range(0, 2000).SelectMany(seed => Create((ulong)seed, name => name != DrillServers.MongoName)).ToList();

        Assert.DoesNotContain(plans, fault => fault is { Kind: DrillFaultKind.KillServer, Target: DrillServers.MongoName });
        Assert.Contains(plans, fault => fault is { Kind: DrillFaultKind.StopServer, Target: DrillServers.MongoName });
    }

    [Fact]
    public void Create_AllServersSpared_BreaksProgramsOnly()
    {
        var plans = Enumerable.Range(0, 100).SelectMany(seed => DrillPlan.Create((ulong)seed, Programs, [], Night, _ => true));

        Assert.All(plans, fault => Assert.Contains(fault.Target, Programs));
    }

    static IReadOnlyList<DrillFault> Create(ulong seed, Func<string, bool>? mayKill = null)
        => DrillPlan.Create(seed, Programs, Servers, Night, mayKill ?? (_ => true));
}
