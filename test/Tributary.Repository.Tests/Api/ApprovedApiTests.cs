using System.Reflection;

namespace Tributary.Repository.Tests;

/// <summary>What the libraries show to others is a text under review: a change of it is seen, and is meant.</summary>
public sealed class ApprovedApiTests
{
    [Theory]
    [InlineData("Tributary.Tensors")]
    [InlineData("Tributary.Ledger")]
    [InlineData("Tributary.Core")]
    [InlineData("Tributary.Models")]
    [InlineData("Tributary.Privacy")]
    [InlineData("Tributary.Security")]
    [InlineData("Tributary.Training")]
    [InlineData("Tributary.Storage")]
    [InlineData("Tributary.Protocol")]
    [InlineData("Tributary.Server")]
    [InlineData("Tributary.Simulation")]
    [InlineData("Tributary.Agent")]
    public void Shows_what_was_approved_and_nothing_else(string library)
    {
        string approved = $"test/Tributary.Repository.Tests/Api/{library}.txt", received = $"artifacts/api/{library}.received.txt";
        string shown = ApiPrinter.Print(Assembly.Load(library));
        if (File.Exists(Path.Combine(Checkout.Root, approved)) && Checkout.Read(approved) == shown) return;
        string path = Path.Combine(Checkout.Root, received);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, shown);
        Assert.Fail($"The public API of {library} is not the approved one. Compare {received} with {approved}; if the change is meant, copy the first over the second.");
    }

    [Fact]
    public void Every_library_has_an_approved_text()
    {
        IEnumerable<string> libraries = Checkout.Files("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name != "Tributary.Cli");
        IEnumerable<string> approved = Checkout.Files("test/Tributary.Repository.Tests/Api", "*.txt").Select(path => Path.GetFileNameWithoutExtension(path));
        Assert.Equal(libraries.Order(StringComparer.Ordinal), approved.Order(StringComparer.Ordinal));
    }
}
