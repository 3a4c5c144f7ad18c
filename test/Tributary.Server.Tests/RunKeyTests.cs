using Tributary.Tests;

namespace Tributary.Server.Tests;

/// <summary>The key from which secrets of runs come: the same after a restart, and another one after a restore.</summary>
public sealed class RunKeyTests
{
    [Fact]
    public async Task A_restart_finds_the_key_again_and_a_restore_throws_it_away()
    {
        using var folder = new TemporaryFolder();
        await ServerFolder.InitAsync(folder.Path, TestServer.Settings, "ada", ServerStore.InMemory());
        byte[] key = ServerFolder.Open(folder.Path).OpenRunKey();
        Assert.Equal(key, ServerFolder.Open(folder.Path).OpenRunKey());
        string file = Path.Combine(folder.Path, "runs.key");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        ServerFolder.ForgetRunKey(folder.Path);
        Assert.NotEqual(key, ServerFolder.Open(folder.Path).OpenRunKey());
        await File.WriteAllTextAsync(file, "short");
        Assert.Contains("32 bytes", Assert.Throws<ServerException>(() => ServerFolder.Open(folder.Path).OpenRunKey()).Message, StringComparison.Ordinal);
    }
}
