//! The server's loop: so many connections, and headers that arrive in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::server::conn::http1::Builder;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::http::{Gateway, routes};
use crate::metrics::Refusal;
use crate::reports::Peer;

/// Connections at once; whoever comes then waits.
const CONNECTIONS: usize = 20_000;
/// The most that is read at once, in bytes: headers must fit.
const BUFFER: usize = 64 << 10;
/// After a failure to accept, such as too many open files.
const PAUSE: Duration = Duration::from_millis(50);

/// Answers whoever comes to `listener`, for ever.
pub(crate) async fn serve(listener: TcpListener, gateway: Arc<Gateway>) {
    let service = TowerToHyperService::new(routes(Arc::clone(&gateway)));
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(gateway.beside.patience)
        .max_buf_size(BUFFER);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let (stream, peer) = match listener.accept().await {
            Ok((stream, from)) => (stream, Peer(from.ip())),
            Err(error) => {
                tracing::warn!("no connection: {error}");
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Deltas are small and must not wait for more.
        let _ = stream.set_nodelay(true);
        let (service, answered) = (service.clone(), Arc::new(AtomicBool::new(false)));
        let flag = Arc::clone(&answered);
        let service = service_fn(move |mut request: hyper::Request<_>| {
            request.extensions_mut().insert(peer);
            flag.store(true, Ordering::Relaxed);
            service.call(request)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let gateway = Arc::clone(&gateway);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                let was_idle = answered.load(Ordering::Relaxed);
                let refusal = match () {
                    // Whoever was answered and asks no more is not slow.
                    () if error.is_timeout() && was_idle => None,
                    () if error.is_timeout() => Some(Refusal::Slow),
                    () if error.is_parse_too_large() => Some(Refusal::Large),
                    () if error.is_parse() => Some(Refusal::Malformed),
                    // Whoever goes away has not been refused.
                    () => None,
                };
                if let Some(refusal) = refusal {
                    gateway.store.metrics.refused(refusal);
                }
            }
            drop(place);
        });
    }
}
