namespace Tributary.Repository.Tests;

/// <summary>References point down only, and projects on one floor never see each other.</summary>
public sealed class FloorsTests
{
    private static readonly string[][] _floors =
    [
        ["Tributary.Tensors", "Tributary.Ledger"],
        ["Tributary.Core", "Tributary.Models"],
        ["Tributary.Privacy", "Tributary.Security"],
        ["Tributary.Training", "Tributary.Storage", "Tributary.Protocol"],
        ["Tributary.Simulation", "Tributary.Server", "Tributary.Agent"],
        ["Tributary.Cli"],
    ];

    [Fact]
    public void Every_project_has_a_floor()
    {
        IEnumerable<string> projects = Checkout.Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)!);
        Assert.Equal(_floors.SelectMany(floor => floor).Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void References_point_down_only()
    {
        for (int floor = 0; floor < _floors.Length; floor++)
            foreach (string project in _floors[floor])
                foreach (string reference in Checkout.References(project))
                {
                    int below = Array.FindIndex(_floors, names => names.Contains(reference));
                    Assert.True(below >= 0 && below < floor, $"{project} on floor {floor} references {reference} on floor {below}.");
                }
    }

    [Fact]
    public void Federation_and_networks_do_not_know_each_other()
    {
        Assert.DoesNotContain("Tributary.Models", Checkout.References("Tributary.Core"));
        Assert.DoesNotContain("Tributary.Core", Checkout.References("Tributary.Models"));
    }

    [Fact]
    public void A_coordinator_cannot_train()
    {
        foreach (string trains in (string[])["Tributary.Models", "Tributary.Training"])
            Assert.DoesNotContain(trains, Below("Tributary.Server"));
    }

    private static IEnumerable<string> Below(string project) =>
        Checkout.References(project).SelectMany(reference => Below(reference).Prepend(reference));

    [Fact]
    public void The_lowest_floors_depend_on_no_package()
    {
        string[] lowest =
            ["Tributary.Tensors", "Tributary.Ledger", "Tributary.Core", "Tributary.Privacy", "Tributary.Security",
                "Tributary.Training", "Tributary.Protocol"];
        foreach (string project in lowest)
            Assert.DoesNotContain("PackageReference", Checkout.Read($"src/{project}/{project}.csproj"), StringComparison.Ordinal);
    }
}
