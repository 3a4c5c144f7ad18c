namespace Tributary.Server.Tests;

public class BodyPoolTests
{
    [Fact]
    public void Memory_that_was_given_back_is_lent_again_and_no_more_of_it_is_kept_than_allowed()
    {
        var pool = new BodyPool(most: 1 << 20);
        byte[] first = pool.Rent(1_000_000), second = pool.Rent(1_000_000);
        Assert.NotSame(first, second);
        pool.Return(first);
        pool.Return(second); // one of them is enough
        Assert.Same(first, pool.Rent(1_000_000));
        Assert.NotSame(second, pool.Rent(1_000_000));
    }

    [Theory]
    [InlineData(1_000_000, 2_000_000)]
    [InlineData(1_000_000, 10)]
    public void Memory_of_another_length_is_let_go(int before, int length)
    {
        var pool = new BodyPool(most: 1 << 22);
        byte[] old = pool.Rent(before);
        pool.Return(old);
        byte[] next = pool.Rent(length);
        Assert.NotSame(old, next);
        Assert.True(next.Length >= length);
    }

    [Fact]
    public void A_body_gives_its_memory_back_once_and_cannot_be_read_afterwards()
    {
        var pool = new BodyPool(most: 1 << 20);
        var body = new ReceivedBody(pool.Rent(100), 100, pool);
        body.Return();
        body.Return();
        Assert.NotSame(pool.Rent(100), pool.Rent(100));
        Assert.Throws<ObjectDisposedException>(() => body.Content);
    }
}
